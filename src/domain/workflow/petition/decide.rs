//! What may be done with the paper, and what happens then.
//!
//! Owns the conditions of each route beside the table of steps; changes nothing. A proposal that the leader
//! changes meets the same conditions as one that the desk writes.
//! Called by `workflow::decide`. Law: TT 05/2021 Đ.6; LTC 2018 Đ.24, 25, 29; LKN Đ.11; NĐ 154/2026 Đ.14.

use super::super::grounds::{FilingReason, RefusalGround};
use super::super::provision::Provision;
use super::super::table::of_paper;
use super::super::{Asked, Missing, Refusal, Refused};
use super::{
    Classification, Competence, PaperCommand, PaperHappening, Proposal, Relation, Round, Route,
};
use crate::domain::event::Happening;
use crate::domain::petition::{Assignment, AssignmentMode, Channel, Kind};

/// What happens, or the article that forbids it.
pub(in super::super) fn decide(
    asked: &Asked<'_>,
    command: &PaperCommand,
) -> Result<Vec<Happening>, Refused> {
    let paper = &asked.petition.paper;
    if !of_paper(command).paper_steps().contains(&paper.step) {
        let why = Refusal::NotInThisStep(paper.step.code());
        return Err(asked.refused(Provision::HandlingOrder, why));
    }
    let one = |step: PaperHappening| Ok(vec![Happening::Paper(step)]);
    match command {
        PaperCommand::Classify(found) => {
            check_classification(asked, found)?;
            one(PaperHappening::Classified(found.clone()))
        }
        PaperCommand::Propose(proposal) => {
            check_route(asked, &proposal.route)?;
            one(PaperHappening::Proposed(proposal.clone()))
        }
        PaperCommand::Agree { remark } => one(PaperHappening::Agreed { remark: remark.clone() }),
        PaperCommand::SendBack { remark } => {
            asked.text(remark, Provision::HandlingOrder, Missing::Remark)?;
            one(PaperHappening::SentBack { remark: remark.clone() })
        }
        PaperCommand::Approve { changed, remark } => {
            approve(asked, changed.as_ref(), remark.as_ref())
        }
        PaperCommand::Dispatch(document) => {
            let route = paper.proposal.as_ref().map(|proposal| &proposal.route);
            let Some((kind, _)) = route.and_then(Route::dispatch) else {
                let why = Refusal::NotInThisStep(paper.step.code());
                return Err(asked.refused(Provision::HandlingOrder, why));
            };
            asked.document(document, &[kind], Provision::HandlingOrder)?;
            one(PaperHappening::Dispatched(document.clone()))
        }
        PaperCommand::Split { into } => {
            let is_several =
                paper.classification.as_ref().is_some_and(|found| found.has_several_contents);
            let mut different = into.clone();
            different.sort_unstable();
            different.dedup();
            let own = different.contains(&asked.petition.id);
            if !is_several || own || different.len() < 2 || different.len() != into.len() {
                return Err(asked.refused(Provision::Splitting, Refusal::DoesNotFit));
            }
            one(PaperHappening::Split { into: into.clone() })
        }
    }
}

/// Approval ends the paper's handling where no outgoing paper is needed: the slip itself assigns, or files away.
fn approve(
    asked: &Asked<'_>,
    changed: Option<&Proposal>,
    remark: Option<&String>,
) -> Result<Vec<Happening>, Refused> {
    let written = asked.petition.paper.proposal.as_ref();
    let Some(proposal) = changed.or(written) else {
        let why = Refusal::Missing(Missing::Proposal);
        return Err(asked.refused(Provision::HandlingOrder, why));
    };
    check_route(asked, &proposal.route)?;
    let approved = Happening::Paper(PaperHappening::Approved {
        proposal: proposal.clone(),
        is_changed: written != Some(proposal),
        remark: remark.cloned(),
    });
    Ok(match &proposal.route {
        Route::Accept { unit, mode, due_on } => {
            let assignment =
                Assignment { unit: *unit, mode: Some(*mode), document: None, due_on: *due_on };
            vec![approved, Happening::Assigned(assignment)]
        }
        Route::FileAway { reasons } => {
            let reasons = reasons.clone();
            vec![approved, Happening::Paper(PaperHappening::FiledAway { reasons })]
        }
        Route::Refuse { .. }
        | Route::Guide { .. }
        | Route::Forward { .. }
        | Route::Urge { .. }
        | Route::Return { .. } => vec![approved],
    })
}

fn check_classification(asked: &Asked<'_>, found: &Classification) -> Result<(), Refused> {
    let refuse =
        |provision| -> Result<(), Refused> { Err(asked.refused(provision, Refusal::DoesNotFit)) };
    if !found.ineligible.iter().all(|reason| reason.is_ineligibility()) {
        return refuse(Provision::Eligibility);
    }
    match found.round {
        Round::Second | Round::Judged if found.kind != Kind::Complaint => {
            return refuse(Provision::SecondInstance);
        }
        Round::Continued if found.kind != Kind::Denunciation => {
            return refuse(Provision::ContinuedDenunciation);
        }
        Round::First | Round::Second | Round::Judged | Round::Continued => {}
    }
    if found.earlier.as_ref().is_some_and(|(_, earlier)| *earlier == asked.petition.id) {
        return refuse(Provision::HandlingOrder);
    }
    match found.earlier.as_ref().map(|(relation, _)| *relation) {
        Some(Relation::SecondInstance) if found.round != Round::Second => {
            refuse(Provision::SecondInstance)
        }
        Some(Relation::ContinuedDenunciation) if found.round != Round::Continued => {
            refuse(Provision::ContinuedDenunciation)
        }
        Some(
            Relation::Duplicate
            | Relation::Repeated
            | Relation::SecondInstance
            | Relation::ContinuedDenunciation
            | Relation::SplitFrom,
        )
        | None => Ok(()),
    }
}

fn check_route(asked: &Asked<'_>, route: &Route) -> Result<(), Refused> {
    let Some(found) = &asked.petition.paper.classification else {
        let why = Refusal::Missing(Missing::Classification);
        return Err(asked.refused(Provision::HandlingOrder, why));
    };
    let is_ours = found.competence == Competence::Ours;
    let fits = |is_right: bool, provision| {
        if is_right { Ok(()) } else { Err(asked.refused(provision, Refusal::DoesNotFit)) }
    };
    let named = |body: &str| asked.text(body, Provision::Competence, Missing::Body);
    match route {
        Route::Accept { mode, due_on, .. } => {
            fits(found.is_eligible(), Provision::Eligibility)?;
            fits(is_ours, Provision::Competence)?;
            fits(!found.has_several_contents, Provision::Splitting)?;
            fits(found.round != Round::Judged, Provision::RefuseComplaint)?;
            if found.is_anonymous && found.kind == Kind::Denunciation {
                asked.in_force(Provision::AnonymousInformation, asked.on)?;
                let is_only_checked = *mode == AssignmentMode::VerifyAndAdvise;
                fits(is_only_checked, Provision::AnonymousDenunciation)?;
            }
            fits(due_on.is_none_or(|due| due >= asked.on), Provision::settling(found.kind))
        }
        Route::Refuse { grounds } => check_refusal(asked, grounds, found.kind),
        Route::Guide { body } => {
            let was_guided = found.ineligible.contains(&FilingReason::AlreadyGuided);
            fits(!was_guided, Provision::GuideOnce)?;
            fits(!is_ours || found.has_several_contents, Provision::Competence)?;
            let is_present = asked.petition.facts.source.as_ref().is_some_and(|source| {
                matches!(source.channel, Channel::Counter | Channel::Reception)
            });
            let may_guide = found.kind != Kind::Denunciation || is_present;
            fits(may_guide || found.has_several_contents, Provision::ForwardDenunciation)?;
            named(body)
        }
        Route::Forward { body } => {
            fits(found.kind != Kind::Complaint, Provision::GuideComplaint)?;
            fits(found.is_eligible(), Provision::Eligibility)?;
            fits(!is_ours, Provision::Competence)?;
            named(body)
        }
        Route::Urge { body } => {
            fits(!is_ours, Provision::Competence)?;
            named(body)
        }
        Route::Return { body, reason } => {
            asked.in_force(Provision::ReturnPetition, asked.on)?;
            let is_forwarded = asked
                .petition
                .facts
                .source
                .as_ref()
                .is_some_and(|source| source.channel == Channel::Forwarded);
            let fits_return = found.kind == Kind::Complaint && !is_ours && is_forwarded;
            fits(fits_return, Provision::ReturnPetition)?;
            asked.text(reason, Provision::ReturnPetition, Missing::Reason)?;
            named(body)
        }
        Route::FileAway { reasons } => check_filing(asked, reasons, found),
    }
}

/// Refusal grounds: at least one, each of the kind, each of an Act in force on the day.
pub(in super::super) fn check_refusal(
    asked: &Asked<'_>,
    grounds: &[RefusalGround],
    kind: Kind,
) -> Result<(), Refused> {
    let provision = match kind {
        Kind::Complaint => Provision::RefuseComplaint,
        Kind::Denunciation => Provision::RefuseDenunciation,
        Kind::Suggestion => {
            return Err(asked.refused(Provision::AnswerSuggestion, Refusal::DoesNotFit));
        }
    };
    if grounds.is_empty() {
        return Err(asked.refused(provision, Refusal::Missing(Missing::Grounds)));
    }
    for ground in grounds {
        if ground.kind() != kind {
            return Err(asked.refused(provision, Refusal::DoesNotFit));
        }
        asked.in_force(ground.provision(), asked.on)?;
    }
    Ok(())
}

/// Filing reasons: at least one; those of ineligibility are what the desk found, a duplicate names its earlier petition.
fn check_filing(
    asked: &Asked<'_>,
    reasons: &[FilingReason],
    found: &Classification,
) -> Result<(), Refused> {
    let is_duplicate = matches!(found.earlier, Some((Relation::Duplicate, _)));
    let is_right = |reason: &FilingReason| match reason {
        FilingReason::Duplicate => is_duplicate,
        FilingReason::Withdrawn => true,
        FilingReason::MissingParticulars
        | FilingReason::NotVietnamese
        | FilingReason::Anonymous
        | FilingReason::SentToSeveral
        | FilingReason::AlreadyGuided
        | FilingReason::AgainstPolicy
        | FilingReason::Illegible => found.ineligible.contains(reason),
    };
    if reasons.is_empty() {
        let why = Refusal::Missing(Missing::Grounds);
        return Err(asked.refused(Provision::Eligibility, why));
    }
    if reasons.iter().all(is_right) {
        Ok(())
    } else {
        Err(asked.refused(Provision::Eligibility, Refusal::DoesNotFit))
    }
}
