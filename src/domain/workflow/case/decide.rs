//! What may be done with a case, and what happens then.
//!
//! Owns the conditions of each step beside the table of steps; changes nothing.
//! Called by `workflow::decide`. Law: LKN Đ.10, 11, 27–44; LTC 2018 Đ.28–40; NĐ 124/2020 Đ.28.

use super::super::grounds::{DiscontinuanceGround, GoingOn};
use super::super::petition::check_refusal;
use super::super::provision::Provision;
use super::super::table::of_case;
use super::super::{Asked, Law, Missing, Refusal, Refused};
use super::{
    Case, CaseCommand, CaseHappening, Dialogue, Draft, Extent, Withdrawal, aside, result, term,
};
use chrono::NaiveDate;

use crate::domain::deadline::{Clock, ClockState};
use crate::domain::document::{DocumentKind, IssuedDocument};
use crate::domain::event::Happening;
use crate::domain::id::PetitionId;
use crate::domain::petition::{Assignment, AssignmentMode, Kind, Petition};
use crate::domain::rulebook::{Instance, Selector, Stage};

/// The family of the notice of a dialogue (NĐ 124/2020 Đ.28).
const DIALOGUE_NOTICE: &str = "KN-DT";

/// What happens, or the article that forbids it.
pub(in super::super) fn decide(
    asked: &Asked<'_>,
    command: &CaseCommand,
) -> Result<Vec<Happening>, Refused> {
    let kind = asked.petition.settled_as();
    let order = Provision::settling(kind);
    let Some(case) = &asked.petition.case else {
        let why = Refusal::NotInThisStep(asked.petition.paper.step.code());
        return Err(asked.refused(order, why));
    };
    let made = of_case(command);
    if !made.case_steps(kind, asked.instance()).contains(&case.step) {
        return Err(asked.refused(order, Refusal::NotInThisStep(case.step.code())));
    }
    if case.is_suspended() && !made.is_possible_at_rest() {
        return Err(asked.refused(order, Refusal::Suspended));
    }
    if case.must_be_discontinued() && !made.is_possible_at_rest() {
        return Err(asked.refused(discontinuance_of(kind), Refusal::Withdrawn));
    }
    Ok(vec![Happening::Case(step(asked, case, command)?)])
}

fn step(asked: &Asked<'_>, case: &Case, command: &CaseCommand) -> Result<CaseHappening, Refused> {
    let kind = asked.petition.settled_as();
    let order = Provision::settling(kind);
    match command.clone() {
        CaseCommand::GiveToOfficer { officer } => Ok(CaseHappening::GivenToOfficer { officer }),
        CaseCommand::Reassign { to, reason } => {
            asked.text(&reason, order, Missing::Reason)?;
            check_assignment(asked, case, &to)?;
            Ok(CaseHappening::Reassigned { to, reason })
        }
        CaseCommand::Accept { document } => accept(asked, document),
        CaseCommand::Decline { grounds, document } => {
            check_refusal(asked, &grounds, kind)?;
            asked.document(&document, &[DocumentKind::RefusalNotice], order)?;
            Ok(CaseHappening::Declined { grounds, document })
        }
        CaseCommand::StartVerification { document } => {
            if let Some(document) = &document {
                let kinds = [DocumentKind::VerificationDecision, DocumentKind::AssignmentLetter];
                asked.document(document, &kinds, order)?;
            }
            Ok(CaseHappening::VerificationStarted { document })
        }
        CaseCommand::HoldDialogue(dialogue) => {
            check_dialogue(asked, &dialogue)?;
            Ok(CaseHappening::DialogueHeld(dialogue))
        }
        CaseCommand::HandIn(draft) => {
            check_draft(asked, case, &draft)?;
            Ok(CaseHappening::HandedIn(draft))
        }
        CaseCommand::ReturnDraft { remark } => {
            asked.text(&remark, order, Missing::Remark)?;
            Ok(CaseHappening::DraftReturned { remark })
        }
        CaseCommand::Term(command) => Ok(CaseHappening::Term(term::decide(asked, case, &command)?)),
        CaseCommand::Withdraw(withdrawal) => {
            check_withdrawal(asked, &withdrawal)?;
            Ok(CaseHappening::Withdrawn(withdrawal))
        }
        CaseCommand::Discontinue { ground, document } => {
            let provision = check_discontinuance(asked, case, ground)?;
            asked.document(&document, &[DocumentKind::DiscontinuanceDecision], provision)?;
            Ok(CaseHappening::Discontinued { ground, document })
        }
        CaseCommand::TakeFurther { to } => {
            check_further(asked, case, to)?;
            Ok(CaseHappening::TakenFurther { to })
        }
        CaseCommand::RecordCourt { document } => {
            asked.text(&document.number, Provision::RefuseComplaint, Missing::Number)?;
            let ends_case = kind == Kind::Complaint && case.step.is_unsettled();
            Ok(CaseHappening::WentToCourt { document, ends_case })
        }
        CaseCommand::RecordStep { text, document } => {
            asked.text(&text, order, Missing::Text)?;
            Ok(CaseHappening::StepRecorded { text, document })
        }
        CaseCommand::Aside(command) => aside::decide(asked, case, command),
        CaseCommand::Result(command) => result::decide(asked, case, command),
    }
}

/// Acceptance keeps the row by which the case is judged from then on; under an Act that sets no term there is none.
fn accept(asked: &Asked<'_>, document: IssuedDocument) -> Result<CaseHappening, Refused> {
    let kind = asked.petition.settled_as();
    let kinds: &[DocumentKind] = match kind {
        Kind::Complaint => &[DocumentKind::AcceptanceNotice],
        Kind::Denunciation => &[DocumentKind::AcceptanceDecision],
        Kind::Suggestion => &[DocumentKind::AcceptanceNotice, DocumentKind::AssignmentLetter],
    };
    if kind != asked.petition.kind() {
        return Err(asked.refused(Provision::AnonymousDenunciation, Refusal::DoesNotFit));
    }
    asked.document(&document, kinds, Provision::settling(kind))?;
    let rule = rule_of_acceptance(asked.law, asked.petition, asked.on);
    Ok(CaseHappening::Accepted { document, rule })
}

/// The row by which a case is judged that is accepted on a day; `None` where the law sets no term.
pub fn rule_of_acceptance(law: &Law<'_>, petition: &Petition, on: NaiveDate) -> Option<String> {
    let kind = petition.settled_as();
    let rule = law.rulebook.choose(&Selector {
        stage: Stage::Settling,
        kind,
        instance: (kind == Kind::Complaint).then(|| petition.instance()),
        is_remote: law.is_remote,
        on,
    });
    rule.map(|rule| rule.id.clone())
}

/// Another holder on stated terms; one who only advises has to be done before the legal term ends.
fn check_assignment(asked: &Asked<'_>, case: &Case, to: &Assignment) -> Result<(), Refused> {
    let order = Provision::settling(asked.petition.settled_as());
    let Some(mode) = to.mode else {
        return Err(asked.refused(order, Refusal::Missing(Missing::Mode)));
    };
    let Some(due_on) = to.due_on else { return Ok(()) };
    if due_on < asked.on {
        return Err(asked.refused(order, Refusal::DoesNotFit));
    }
    let legal = case
        .settling(asked.law.rulebook)
        .map(|clock| clock.explain(asked.law.calendar, asked.on).map(|explained| explained.due));
    match (mode, legal) {
        (AssignmentMode::VerifyAndAdvise, Some(Ok(legal))) if due_on >= legal => {
            Err(asked.refused(order, Refusal::AfterLegalTerm(legal)))
        }
        (AssignmentMode::Settle | AssignmentMode::VerifyAndAdvise, Some(_) | None) => Ok(()),
    }
}

/// The notice of a dialogue is given so long ahead as the rule of the day says, where there is one.
fn check_dialogue(asked: &Asked<'_>, dialogue: &Dialogue) -> Result<(), Refused> {
    let provision = match asked.instance() {
        Instance::First => Provision::DialogueFirst,
        Instance::Second => Provision::DialogueSecond,
    };
    asked.document(&dialogue.minutes, &[DocumentKind::DialogueMinutes], provision)?;
    let notice = asked.law.rulebook.of_family(DIALOGUE_NOTICE, asked.on, asked.law.is_remote);
    let Some(rule) = notice else { return Ok(()) };
    let refuse = |why| Refused { why, article: rule.citation.clone() };
    let clock = Clock::new(rule.clone(), asked.on);
    let latest =
        clock.explain(asked.law.calendar, asked.on).map_err(|wrong| refuse(wrong.into()))?;
    if dialogue.invited_on > latest.due {
        return Err(refuse(Refusal::NoticeTooShort(latest.due)));
    }
    Ok(())
}

/// A second instance is never drafted without a dialogue; a first one not while views differ.
fn check_draft(asked: &Asked<'_>, case: &Case, draft: &Draft) -> Result<(), Refused> {
    let kind = asked.petition.settled_as();
    if kind == Kind::Complaint && case.dialogue_on.is_none() {
        let missing = Refusal::Missing(Missing::Dialogue);
        match asked.instance() {
            Instance::Second => return Err(asked.refused(Provision::DialogueSecond, missing)),
            Instance::First if draft.is_disputed => {
                return Err(asked.refused(Provision::DialogueFirst, missing));
            }
            Instance::First => {}
        }
    }
    match &draft.report {
        Some(report) => {
            let kinds = [DocumentKind::VerificationReport];
            asked.document(report, &kinds, Provision::settling(kind))
        }
        None => Ok(()),
    }
}

/// Going on in spite of a withdrawal is for denunciations; withdrawal in part for those whom the law of the day lets.
fn check_withdrawal(asked: &Asked<'_>, withdrawal: &Withdrawal) -> Result<(), Refused> {
    let kind = asked.petition.settled_as();
    match (withdrawal.extent, kind) {
        (Extent::Part, Kind::Complaint) => {
            asked.in_force(Provision::WithdrawComplaintInPart, asked.on)?;
        }
        (Extent::Part, Kind::Denunciation) => {
            asked.in_force(Provision::WithdrawDenunciationInPart, asked.on)?;
        }
        (Extent::Part, Kind::Suggestion)
        | (Extent::Whole, Kind::Complaint | Kind::Denunciation | Kind::Suggestion) => {}
    }
    match (withdrawal.going_on, kind) {
        (None, Kind::Complaint | Kind::Denunciation | Kind::Suggestion) => Ok(()),
        (
            Some(GoingOn::ShowsViolation | GoingOn::UnderPressure | GoingOn::Slander),
            Kind::Denunciation,
        ) => asked.in_force(Provision::GoOnDenunciation, asked.on),
        (
            Some(GoingOn::ShowsViolation | GoingOn::UnderPressure | GoingOn::Slander),
            Kind::Complaint | Kind::Suggestion,
        ) => Err(asked.refused(Provision::GoOnDenunciation, Refusal::DoesNotFit)),
    }
}

fn discontinuance_of(kind: Kind) -> Provision {
    match kind {
        Kind::Complaint => Provision::DiscontinueComplaint,
        Kind::Denunciation => Provision::DiscontinueDenunciation,
        Kind::Suggestion => Provision::AnswerSuggestion,
    }
}

fn check_discontinuance(
    asked: &Asked<'_>,
    case: &Case,
    ground: DiscontinuanceGround,
) -> Result<Provision, Refused> {
    let kind = asked.petition.settled_as();
    let provision = discontinuance_of(kind);
    if !ground.holds_for(kind) {
        return Err(asked.refused(provision, Refusal::DoesNotFit));
    }
    if ground == DiscontinuanceGround::Withdrawn {
        match &case.withdrawn {
            Some(Withdrawal { extent: Extent::Whole, going_on: None, .. }) => {}
            Some(Withdrawal { extent: Extent::Whole, going_on: Some(_), .. }) => {
                return Err(asked.refused(Provision::GoOnDenunciation, Refusal::MustGoOn));
            }
            Some(Withdrawal { extent: Extent::Part, .. }) | None => {
                return Err(asked.refused(provision, Refusal::Missing(Missing::Withdrawal)));
            }
        }
    }
    Ok(provision)
}

/// On to the second instance or the superior: after the result, or when its term is over; a second instance ends it.
fn check_further(asked: &Asked<'_>, case: &Case, to: PetitionId) -> Result<(), Refused> {
    let provision = match asked.petition.settled_as() {
        Kind::Complaint | Kind::Suggestion => Provision::SecondInstance,
        Kind::Denunciation => Provision::ContinuedDenunciation,
    };
    let refuse = |why| Err(asked.refused(provision, why));
    if asked.instance() == Instance::Second
        || to == asked.petition.id
        || case.taken_further.is_some()
    {
        return refuse(Refusal::DoesNotFit);
    }
    if !case.step.is_unsettled() {
        return Ok(());
    }
    let Some(clock) = case.settling(asked.law.rulebook) else {
        return refuse(Refusal::NotInThisStep(case.step.code()));
    };
    match clock.state(asked.on, asked.law.calendar) {
        Ok(ClockState::Overdue { .. }) => Ok(()),
        Ok(
            ClockState::Running { .. }
            | ClockState::Suspended { .. }
            | ClockState::Met { .. }
            | ClockState::Missed { .. },
        ) => refuse(Refusal::NotInThisStep(case.step.code())),
        Err(wrong) => refuse(wrong.into()),
    }
}
