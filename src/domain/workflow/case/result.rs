//! The result of a case: issued, sent, made public, enforced, closed.
//!
//! Owns these steps with their conditions. A file closes when its result was sent, and made public where a rule of the
//! day of issue asks for it (LKN Đ.32, 41; LTC 2018 Đ.35, 40); a complaint is enforced when its decision has effect
//! (LKN Đ.44).
//! Called by `workflow::case`.

use super::super::provision::Provision;
use super::super::{Asked, Law, Missing, Refusal, Refused};
use super::{Case, CaseHappening, Decision, Publication, PublicationForm, Remedies};
use crate::domain::deadline::Clock;
use crate::domain::document::{DocumentKind, IssuedDocument};
use crate::domain::petition::{Kind, Petition};
use crate::domain::rulebook::{Instance, Selector, Stage};

/// What people ask to do with the result.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is that of the happening it leads to")]
pub enum ResultCommand {
    /// Ban hành.
    Issue(Decision),
    /// Gửi.
    Send { recipients: Vec<String> },
    /// Công khai.
    Publish(Publication),
    /// Giao thi hành.
    StartEnforcement { document: IssuedDocument },
    /// What has been enforced so far, in all.
    RecordEnforcement(Remedies),
    /// Kết thúc hồ sơ.
    Close,
}

/// What happens, or the article that forbids it.
pub(super) fn decide(
    asked: &Asked<'_>,
    case: &Case,
    command: ResultCommand,
) -> Result<CaseHappening, Refused> {
    let kind = asked.petition.settled_as();
    let (order, closing) = (Provision::settling(kind), Provision::closing(kind));
    match command {
        ResultCommand::Issue(decision) => {
            if !decision.result.fits(kind, asked.instance()) {
                return Err(asked.refused(order, Refusal::DoesNotFit));
            }
            let paper = Decision::paper_of(decision.result);
            asked.document(&decision.document, &[paper], order)?;
            Ok(CaseHappening::Issued(decision))
        }
        ResultCommand::Send { recipients } => {
            if recipients.is_empty() || recipients.iter().any(|name| name.trim().is_empty()) {
                return Err(asked.refused(closing, Refusal::Missing(Missing::Recipients)));
            }
            Ok(CaseHappening::Sent { recipients })
        }
        ResultCommand::Publish(publication) => {
            check_publication(asked, &publication)?;
            Ok(CaseHappening::Published(publication))
        }
        ResultCommand::StartEnforcement { document } => {
            check_effect(asked, case)?;
            asked.document(&document, &[DocumentKind::EnforcementAssignment], order)?;
            Ok(CaseHappening::EnforcementStarted { document })
        }
        ResultCommand::RecordEnforcement(done) => Ok(CaseHappening::EnforcementRecorded(done)),
        ResultCommand::Close => {
            let missing = |what| Err(asked.refused(closing, Refusal::Missing(what)));
            if case.sent_on.is_none() {
                return missing(Missing::Sending);
            }
            if case.published_on.is_none() && must_be_public(asked, case) {
                return missing(Missing::Publication);
            }
            Ok(CaseHappening::Closed)
        }
    }
}

/// Publication never shows a protected sender; the internal network will do for denunciations only.
fn check_publication(asked: &Asked<'_>, publication: &Publication) -> Result<(), Refused> {
    let kind = asked.petition.kind();
    let closing = Provision::closing(kind);
    asked.text(&publication.place, closing, Missing::Text)?;
    let is_form_right = match publication.form {
        PublicationForm::InternalNetwork => kind == Kind::Denunciation,
        PublicationForm::Meeting
        | PublicationForm::Posting
        | PublicationForm::Portal
        | PublicationForm::Media => true,
    };
    let shows_sender = kind == Kind::Denunciation && !publication.is_redacted;
    let ends_first = publication.until.is_some_and(|until| until < asked.on);
    if !is_form_right || shows_sender || ends_first {
        return Err(asked.refused(closing, Refusal::DoesNotFit));
    }
    Ok(())
}

/// Whether a rule of the day of issue asks for publication.
fn must_be_public(asked: &Asked<'_>, case: &Case) -> bool {
    let kind = asked.petition.settled_as();
    case.issued.as_ref().is_some_and(|issued| {
        asked
            .law
            .rulebook
            .choose(&Selector {
                stage: Stage::Publication,
                kind,
                instance: (kind == Kind::Complaint).then(|| asked.instance()),
                is_remote: false,
                on: issued.document.dated,
            })
            .is_some()
    })
}

/// A decision on a complaint has effect when the time to go on from it is over, counted from its issue.
fn check_effect(asked: &Asked<'_>, case: &Case) -> Result<(), Refused> {
    let Some(clock) = until_effect(asked.law, asked.petition, case) else { return Ok(()) };
    let explained = clock
        .explain(asked.law.calendar, asked.on)
        .map_err(|wrong| asked.refused(Provision::EffectOfDecision, wrong.into()))?;
    if asked.on > explained.raw {
        Ok(())
    } else {
        let why = Refusal::WithoutEffectUntil(explained.raw);
        Err(Refused { why, article: clock.rule.citation })
    }
}

/// The time after which a decision on a complaint has effect (LKN Đ.44); `None` where it is no such decision, or the law
/// of its day sets no time.
pub(in super::super) fn until_effect(
    law: &Law<'_>,
    petition: &Petition,
    case: &Case,
) -> Option<Clock> {
    let issued = case.issued.as_ref().filter(|_| petition.settled_as() == Kind::Complaint)?;
    let issued_on = issued.document.dated;
    let family = match petition.instance() {
        Instance::First => "KN1-HL",
        Instance::Second => "KN2-HL",
    };
    let judged_by = case.acceptance.as_ref().and_then(|accepted| accepted.rule.as_deref());
    let is_remote =
        judged_by.and_then(|id| law.rulebook.rule(id)).map_or(law.is_remote, |rule| rule.is_remote);
    let rule = law.rulebook.of_family(family, issued_on, is_remote)?;
    Some(Clock::new(rule.clone(), issued_on))
}
