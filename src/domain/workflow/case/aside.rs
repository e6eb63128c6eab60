//! What is done beside the steps of settling: notices owed to the parties, and a case that goes on after all.
//!
//! Owns the notices that the law counts days for (acceptance of a denunciation, suspension, resumption,
//! discontinuance) and the reopening of what was withdrawn under pressure. A notice moves nothing and may be entered
//! late, yet not before what it tells of; each is recorded once.
//! Called by `workflow::case` and the clocks. Law: LTC 2018 Đ.29(3), 33(3), 34; NĐ 124/2020 Đ.7a, 28b.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::provision::Provision;
use super::super::{Asked, Missing, Refusal, Refused};
use super::{Acceptance, Case, CaseHappening, CaseStep, Extent};
use crate::domain::petition::{DocumentMention, Kind, closed_set};

closed_set! {
    /// What the parties are told of.
    NoticeOf {
        /// Thụ lý tố cáo: to the denouncer, and its contents to the denounced.
        Acceptance = "thu-ly",
        /// Tạm đình chỉ.
        Suspension = "tam-dinh-chi",
        /// Tiếp tục giải quyết.
        Resumption = "tiep-tuc",
        /// Đình chỉ.
        Discontinuance = "dinh-chi",
    }
}

/// What people ask to do beside the steps.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is that of the happening it leads to")]
pub enum AsideCommand {
    /// A notice was sent to the parties.
    SendNotice { of: NoticeOf, recipients: Vec<String> },
    /// What was withdrawn under pressure goes on.
    Reopen { reason: String, document: Option<DocumentMention> },
}

/// A notice that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeSent {
    /// What it told of.
    pub of: NoticeOf,
    /// The day.
    #[serde(with = "crate::domain::day")]
    pub on: NaiveDate,
}

impl Case {
    /// The day of what a notice is to tell of, the last time it happened; `None` where it did not.
    pub fn noticed_event(&self, of: NoticeOf, kind: Kind) -> Option<NaiveDate> {
        let pause = self.pauses.last();
        match (of, kind) {
            (_, Kind::Suggestion) | (NoticeOf::Acceptance, Kind::Complaint) => None,
            (NoticeOf::Acceptance, Kind::Denunciation) => {
                self.acceptance.as_ref().map(|Acceptance { on, .. }| *on)
            }
            (NoticeOf::Suspension, Kind::Complaint | Kind::Denunciation) => {
                pause.map(|pause| pause.suspended_on)
            }
            (NoticeOf::Resumption, Kind::Complaint | Kind::Denunciation) => pause?.resumed_on,
            (NoticeOf::Discontinuance, Kind::Complaint | Kind::Denunciation) => {
                self.ended_on.filter(|_| self.step == CaseStep::Discontinued)
            }
        }
    }

    /// When the notice of its last event was sent.
    pub fn notice_sent_on(&self, of: NoticeOf, kind: Kind) -> Option<NaiveDate> {
        let event_on = self.noticed_event(of, kind)?;
        let sent = self.notices.iter().filter(|sent| sent.of == of && sent.on >= event_on);
        sent.map(|sent| sent.on).min()
    }

    /// The notices that were not sent yet.
    pub fn unsent_notices(&self, kind: Kind) -> Vec<NoticeOf> {
        let is_unsent = |of: &NoticeOf| {
            self.noticed_event(*of, kind).is_some() && self.notice_sent_on(*of, kind).is_none()
        };
        NoticeOf::ALL.iter().copied().filter(is_unsent).collect()
    }

    /// Whether it ended because the whole was withdrawn.
    pub fn is_ended_by_withdrawal(&self) -> bool {
        self.step == CaseStep::Discontinued
            && self.withdrawn.as_ref().is_some_and(|one| one.extent == Extent::Whole)
    }

    /// Where a case goes on that was discontinued: what was done before is in its history.
    pub(super) fn step_of_reopening(&self) -> CaseStep {
        if self.acceptance.is_some() { CaseStep::Accepted } else { CaseStep::Assigned }
    }
}

/// What happens, or the article that forbids it.
pub(super) fn decide(
    asked: &Asked<'_>,
    case: &Case,
    command: AsideCommand,
) -> Result<CaseHappening, Refused> {
    match command {
        AsideCommand::SendNotice { of, recipients } => {
            check_notice(asked, case, of, &recipients)?;
            Ok(CaseHappening::NoticeSent { of, recipients })
        }
        AsideCommand::Reopen { reason, document } => {
            check_reopening(asked, case, &reason)?;
            Ok(CaseHappening::Reopened { reason, document })
        }
    }
}

/// A notice has recipients, and something to tell of that was not told yet.
fn check_notice(
    asked: &Asked<'_>,
    case: &Case,
    of: NoticeOf,
    recipients: &[String],
) -> Result<(), Refused> {
    let kind = asked.petition.settled_as();
    let order = Provision::settling(kind);
    if recipients.is_empty() || recipients.iter().any(|name| name.trim().is_empty()) {
        return Err(asked.refused(order, Refusal::Missing(Missing::Recipients)));
    }
    let event_on = case.noticed_event(of, kind);
    let Some(event_on) = event_on.filter(|_| case.notice_sent_on(of, kind).is_none()) else {
        return Err(asked.refused(order, Refusal::DoesNotFit));
    };
    if asked.on < event_on {
        return Err(asked.refused(order, Refusal::BeforeEarlierStep(event_on)));
    }
    Ok(())
}

/// Only what was withdrawn is taken up again, and only where the law of the day lets it.
fn check_reopening(asked: &Asked<'_>, case: &Case, reason: &str) -> Result<(), Refused> {
    let provision = match asked.petition.settled_as() {
        Kind::Complaint => Provision::ReopenComplaint,
        Kind::Denunciation => Provision::GoOnDenunciation,
        Kind::Suggestion => {
            return Err(asked.refused(Provision::AnswerSuggestion, Refusal::DoesNotFit));
        }
    };
    asked.in_force(provision, asked.on)?;
    if !case.is_ended_by_withdrawal() {
        return Err(asked.refused(provision, Refusal::Missing(Missing::Withdrawal)));
    }
    asked.text(reason, provision, Missing::Reason)
}
