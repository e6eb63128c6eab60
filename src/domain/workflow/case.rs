//! Settling of the matter: from its assignment to a unit to the closed file.
//!
//! Owns [`Case`] and its steps. Order: assigned, accepted, verifying, dialogue, drafted, issued, published, enforcing,
//! closed; a suspension is not a step but rests the case where it is, and sending is a fact beside the steps.
//! Invariant: a step past `Accepted` of a complaint or a denunciation has its acceptance, a step past `Issued` its
//! decision; at most one suspension is open. Called by `workflow::decide` and `event::Handling::evolve`.
//! Law: LKN Đ.27–44; LTC 2018 Đ.28–40; NĐ 124/2020; NĐ 31/2019.

mod aside;
mod decide;
mod happening;
mod record;
mod result;
mod term;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Stage;
use crate::domain::deadline::{Clock, Extension, Pause};
use crate::domain::id::{AccountId, PetitionId};
use crate::domain::petition::closed_set;
use crate::domain::rulebook::{Complexity, Rulebook};

pub use aside::{AsideCommand, NoticeOf, NoticeSent};
pub(super) use decide::decide;
pub use decide::rule_of_acceptance;
pub use happening::{CaseCommand, CaseHappening};
pub use record::{
    Amount, Decision, Dialogue, Draft, Extent, People, Prosecution, Publication, PublicationForm,
    Remedies, Withdrawal,
};
pub use result::ResultCommand;
pub(super) use result::until_effect;
pub use term::{ComplexityFound, TermCommand, TermHappening};

closed_set! {
    /// Where the settling stands.
    CaseStep {
        /// Đã giao, chưa thụ lý.
        Assigned = "da-giao",
        /// Đã thụ lý.
        Accepted = "da-thu-ly",
        /// Đang xác minh.
        Verifying = "dang-xac-minh",
        /// Đã đối thoại.
        Dialogue = "da-doi-thoai",
        /// Đã dự thảo: the unit has handed its result in.
        Drafted = "da-du-thao",
        /// Đã ban hành.
        Issued = "da-ban-hanh",
        /// Đã công khai.
        Published = "da-cong-khai",
        /// Đang thi hành.
        Enforcing = "dang-thi-hanh",
        /// Đã kết thúc.
        Closed = "da-ket-thuc",
        /// Đình chỉ.
        Discontinued = "dinh-chi",
        /// Không thụ lý.
        Declined = "khong-thu-ly",
        /// Tòa án thụ lý: a complaint ends (LKN Đ.11(9)).
        InCourt = "toa-an",
    }
}

impl CaseStep {
    /// Whether no result was issued yet and one is still owed.
    pub fn is_unsettled(self) -> bool {
        Stage::of_case(self).is_open()
    }
}

/// Thụ lý: opens the file and starts the main clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acceptance {
    /// Its day.
    #[serde(with = "crate::domain::day")]
    pub on: NaiveDate,
    /// Identifier of the row that the case is judged by; `None` where the law sets no term.
    pub rule: Option<String>,
}

/// A case as its history has left it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Where it stands.
    pub step: CaseStep,
    /// Last legal day of a step.
    #[serde(with = "crate::domain::day")]
    pub moved_on: NaiveDate,
    /// When the unit that holds it got it.
    #[serde(with = "crate::domain::day")]
    pub assigned_on: NaiveDate,
    /// The officer within the unit.
    pub officer: Option<AccountId>,
    /// Thụ lý.
    pub acceptance: Option<Acceptance>,
    /// As recorded.
    pub complexity: Complexity,
    /// Suspensions; only the last may be open.
    pub pauses: Vec<Pause>,
    /// Extensions that were granted.
    pub extensions: Vec<Extension>,
    /// Days of an extension that was asked for and not answered.
    pub extension_asked: Option<u16>,
    /// When the dialogue was held.
    #[serde(with = "crate::domain::day::option")]
    pub dialogue_on: Option<NaiveDate>,
    /// When the unit handed its draft in, unless it came back.
    #[serde(with = "crate::domain::day::option")]
    pub handed_in_on: Option<NaiveDate>,
    /// The result; its document bears the day of issue.
    pub issued: Option<Decision>,
    /// When the result was first sent.
    #[serde(with = "crate::domain::day::option")]
    pub sent_on: Option<NaiveDate>,
    /// When the result was first made public.
    #[serde(with = "crate::domain::day::option")]
    pub published_on: Option<NaiveDate>,
    /// What has been enforced, as last recorded.
    pub enforced: Option<Remedies>,
    /// The last withdrawal.
    pub withdrawn: Option<Withdrawal>,
    /// When settling ended, with or without a result: the clocks that run then stop.
    #[serde(with = "crate::domain::day::option")]
    pub ended_on: Option<NaiveDate>,
    /// The petition by which it went to the second instance or the superior.
    pub taken_further: Option<PetitionId>,
    /// Whether it was brought to court.
    pub is_in_court: bool,
    /// Notices to the parties.
    pub notices: Vec<NoticeSent>,
    /// When its enforcement, or what follows from a conclusion, was assigned.
    #[serde(with = "crate::domain::day::option")]
    pub enforcing_on: Option<NaiveDate>,
}

impl Case {
    /// Given to a unit.
    pub fn assigned(on: NaiveDate) -> Self {
        Self {
            step: CaseStep::Assigned,
            moved_on: on,
            assigned_on: on,
            officer: None,
            acceptance: None,
            complexity: Complexity::Ordinary,
            pauses: Vec::new(),
            extensions: Vec::new(),
            extension_asked: None,
            dialogue_on: None,
            handed_in_on: None,
            issued: None,
            sent_on: None,
            published_on: None,
            enforced: None,
            withdrawn: None,
            ended_on: None,
            taken_further: None,
            is_in_court: false,
            notices: Vec::new(),
            enforcing_on: None,
        }
    }

    /// Whether it rests.
    pub fn is_suspended(&self) -> bool {
        self.pauses.last().is_some_and(|pause| pause.resumed_on.is_none())
    }

    /// Whether the whole of it was withdrawn before a result, and nothing asks to go on.
    pub fn must_be_discontinued(&self) -> bool {
        self.step.is_unsettled()
            && self.withdrawn.as_ref().is_some_and(|withdrawal| {
                withdrawal.extent == Extent::Whole && withdrawal.going_on.is_none()
            })
    }

    /// The settling clock by the row of its acceptance; `None` before that, or where the law sets no term.
    pub fn settling(&self, rulebook: &Rulebook) -> Option<Clock> {
        let accepted = self.acceptance.as_ref()?;
        let rule = rulebook.rule(accepted.rule.as_deref()?)?;
        let mut clock = Clock::new(rule.clone(), accepted.on);
        clock.complexity = self.complexity;
        clock.pauses.clone_from(&self.pauses);
        clock.extensions.clone_from(&self.extensions);
        clock.stopped_on = self.ended_on;
        Some(clock)
    }

    /// The case in another step.
    #[must_use]
    pub fn moved(mut self, step: CaseStep, on: NaiveDate) -> Self {
        self.step = step;
        self.moved_on = self.moved_on.max(on);
        if !step.is_unsettled() {
            self.ended_on = self.ended_on.or(Some(on));
        }
        self
    }

    /// The case after one more happening.
    #[must_use]
    pub fn evolve(mut self, happening: &CaseHappening, on: NaiveDate) -> Self {
        let mut step = self.step;
        match happening {
            CaseHappening::GivenToOfficer { officer } => self.officer = Some(*officer),
            CaseHappening::Reassigned { .. } => (self.assigned_on, self.officer) = (on, None),
            CaseHappening::Accepted { rule, .. } => {
                self.acceptance = Some(Acceptance { on, rule: rule.clone() });
                step = CaseStep::Accepted;
            }
            CaseHappening::Declined { .. } => step = CaseStep::Declined,
            CaseHappening::VerificationStarted { .. } => step = CaseStep::Verifying,
            CaseHappening::DialogueHeld(_) => {
                self.dialogue_on = Some(on);
                step = CaseStep::Dialogue;
            }
            CaseHappening::HandedIn(_) => {
                self.handed_in_on = Some(on);
                step = CaseStep::Drafted;
            }
            CaseHappening::DraftReturned { .. } => {
                self.handed_in_on = None;
                step = CaseStep::Verifying;
            }
            CaseHappening::Issued(decision) => {
                self.issued = Some(decision.clone());
                step = CaseStep::Issued;
            }
            CaseHappening::Sent { .. } => self.sent_on = self.sent_on.or(Some(on)),
            CaseHappening::Published(_) => {
                self.published_on = self.published_on.or(Some(on));
                step = step.max(CaseStep::Published);
            }
            CaseHappening::EnforcementStarted { .. } => {
                self.enforcing_on = Some(on);
                step = CaseStep::Enforcing;
            }
            CaseHappening::EnforcementRecorded(done) => self.enforced = Some(*done),
            CaseHappening::Closed => step = CaseStep::Closed,
            CaseHappening::Discontinued { .. } => step = CaseStep::Discontinued,
            CaseHappening::WentToCourt { ends_case, .. } => {
                self.is_in_court = true;
                if *ends_case {
                    step = CaseStep::InCourt;
                }
            }
            CaseHappening::Withdrawn(withdrawal) => self.withdrawn = Some(withdrawal.clone()),
            CaseHappening::TakenFurther { to } => self.taken_further = Some(*to),
            CaseHappening::StepRecorded { .. } => {}
            CaseHappening::NoticeSent { of, .. } => self.notices.push(NoticeSent { of: *of, on }),
            CaseHappening::Reopened { .. } => {
                step = self.step_of_reopening();
                (self.withdrawn, self.ended_on) = (None, None);
            }
            CaseHappening::Term(change) => self = self.evolve_term(change, on),
        }
        if happening.is_note() { self } else { self.moved(step, on) }
    }
}
