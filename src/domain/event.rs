//! What happened to a petition: the legal history, in the order of entry.
//!
//! The only way a petition's handling changes is [`Handling::evolve`]; `verify` folds every history and compares it
//! with the stored record. What the two state machines decide are the members [`Happening::Paper`] and
//! [`Happening::Case`]; the others are what the intake, its corrections, the past ledgers and the protected sender need.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::correction::Correction;
use super::correction::step::{StepCorrection, as_corrected};
use super::id::{AccountId, UnitId};
use super::petition::{Assignment, DocumentMention, Kind, Outcome, Petition};
use super::seal::{Protection, SealHappening};
use super::workflow::Capacity;
use super::workflow::case::{Case, CaseHappening, CaseStep};
use super::workflow::petition::{Paper, PaperHappening, PaperStep};

/// One thing that happened. Members are only ever appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happening {
    /// Registered: from here on the office answers for it.
    Received,
    /// Given to a unit.
    Assigned(Assignment),
    /// Ended by a document, as a past ledger tells it: its steps in between are not known.
    Resolved(Outcome),
    /// Filed away without handling, as a past ledger tells it: without a reason.
    FiledAway,
    /// The sealed sender's identity was opened, for this reason.
    IdentityOpened {
        /// The reason that the reader gave.
        reason: String,
    },
    /// A step in the handling of the paper.
    Paper(PaperHappening),
    /// A step in the settling of the matter.
    Case(CaseHappening),
    /// The unit that held it is no more; the terms, the clocks and the day on which it was given stay.
    HandedOver {
        /// The unit that held it.
        from: UnitId,
        /// The unit that goes on.
        to: UnitId,
        /// What ordered it.
        document: DocumentMention,
        /// Why.
        reason: String,
        /// Whether its officer went with it.
        keeps_officer: bool,
    },
    /// What was written down wrongly was put right; the old values stay here.
    Corrected(Correction),
    /// Day or document of a step was put right: what it led to is folded anew ([`Handling::of`]).
    StepCorrected(StepCorrection),
    /// The sender's protection, and who was let know who it is.
    Seal(SealHappening),
}

/// A happening with who entered it and when; the legal day and the moment of entry are two facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub happening: Happening,
    /// The day on which it happened.
    pub on: NaiveDate,
    /// When it was entered.
    pub entered_at: DateTime<FixedOffset>,
    /// Who entered it; `None` is the console.
    pub by: Option<AccountId>,
    /// In which capacity; `None` where an import or the console entered it.
    pub capacity: Option<Capacity>,
}

/// The part of a petition that its history decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handling {
    /// Number of events so far.
    pub revision: u32,
    /// Who holds it.
    pub assignment: Option<Assignment>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// The handling of the paper.
    pub paper: Paper,
    /// The settling of the matter.
    pub case: Option<Case>,
    /// How the sender is protected.
    pub protection: Protection,
}

impl Handling {
    /// Before the first event.
    pub fn before() -> Self {
        Self {
            revision: 0,
            assignment: None,
            outcome: None,
            paper: Paper::default(),
            case: None,
            protection: Protection::default(),
        }
    }

    /// What a history leads to.
    pub fn of(history: &[Event]) -> Self {
        as_corrected(history)
            .iter()
            .fold(Self::before(), |state, event| state.evolve(&event.happening, event.on))
    }

    /// The state after what happened on one legal day.
    #[must_use]
    pub fn after(self, happenings: &[Happening], on: NaiveDate) -> Self {
        happenings.iter().fold(self, |state, happening| state.evolve(happening, on))
    }

    /// The state after one more happening, on its legal day.
    #[must_use]
    pub fn evolve(mut self, happening: &Happening, on: NaiveDate) -> Self {
        self.revision += 1;
        match happening {
            Happening::Received
            | Happening::IdentityOpened { .. }
            | Happening::Corrected(_)
            | Happening::StepCorrected(_) => {}
            Happening::Assigned(assignment) => {
                self.paper = self.paper.ended(PaperStep::Settling, on);
                self.assignment = Some(assignment.clone());
                self.case = Some(Case::assigned(on));
            }
            Happening::Resolved(outcome) => {
                self.paper = self.paper.ended(PaperStep::Settling, on);
                self.case = self.case.map(|case| case.moved(CaseStep::Closed, on));
                self.outcome = Some(outcome.clone());
            }
            Happening::FiledAway => {
                self.paper = self.paper.ended(PaperStep::FiledAway, on);
            }
            Happening::Paper(step) => {
                // What was lifted for another kind does not bare a denouncer.
                if is_now_denunciation(&self.paper, step) {
                    self.protection.is_lifted = false;
                }
                self.paper = self.paper.evolve(step, on);
            }
            Happening::Case(step) => self = self.evolve_case(step, on),
            Happening::HandedOver { to, keeps_officer, .. } => {
                self.assignment =
                    self.assignment.map(|assignment| Assignment { unit: *to, ..assignment });
                self.case = self
                    .case
                    .map(|case| Case { officer: case.officer.filter(|_| *keeps_officer), ..case });
            }
            Happening::Seal(step) => self.protection = self.protection.evolve(step),
        }
        self
    }

    /// A step of the case, with what it means for the petition as lists show it.
    fn evolve_case(mut self, step: &CaseHappening, on: NaiveDate) -> Self {
        match step {
            CaseHappening::Reassigned { to, .. } => self.assignment = Some(to.clone()),
            CaseHappening::Issued(decision) => self.outcome = Some(decision.outcome()),
            CaseHappening::Declined { .. } => {
                self.paper = self.paper.ended(PaperStep::Refused, on);
            }
            CaseHappening::GivenToOfficer { .. }
            | CaseHappening::Accepted { .. }
            | CaseHappening::VerificationStarted { .. }
            | CaseHappening::DialogueHeld(_)
            | CaseHappening::HandedIn(_)
            | CaseHappening::DraftReturned { .. }
            | CaseHappening::Sent { .. }
            | CaseHappening::Published(_)
            | CaseHappening::EnforcementStarted { .. }
            | CaseHappening::EnforcementRecorded(_)
            | CaseHappening::Closed
            | CaseHappening::Term(_)
            | CaseHappening::Withdrawn(_)
            | CaseHappening::Discontinued { .. }
            | CaseHappening::TakenFurther { .. }
            | CaseHappening::WentToCourt { .. }
            | CaseHappening::StepRecorded { .. }
            | CaseHappening::NoticeSent { .. }
            | CaseHappening::Reopened { .. } => {}
        }
        self.case = self.case.map(|case| case.evolve(step, on));
        self
    }
}

/// Whether the paper is classified as a denunciation and was not before.
fn is_now_denunciation(paper: &Paper, step: &PaperHappening) -> bool {
    let was = paper.classification.as_ref().map(|found| found.kind);
    matches!(step, PaperHappening::Classified(found) if found.kind == Kind::Denunciation)
        && was != Some(Kind::Denunciation)
}

impl Petition {
    /// The part of the record that the history must agree with.
    pub fn handling(&self) -> Handling {
        Handling {
            revision: self.revision,
            assignment: self.assignment.clone(),
            outcome: self.outcome.clone(),
            paper: self.paper.clone(),
            case: self.case.clone(),
            protection: self.protection.clone(),
        }
    }

    /// The petition after one more happening, on its legal day.
    #[must_use]
    pub fn after(self, happening: &Happening, on: NaiveDate) -> Self {
        let handling = self.handling().evolve(happening, on);
        self.with(handling)
    }

    /// The petition with another handling.
    #[must_use]
    pub fn with(mut self, handling: Handling) -> Self {
        self.revision = handling.revision;
        self.assignment = handling.assignment;
        self.outcome = handling.outcome;
        self.paper = handling.paper;
        self.case = handling.case;
        self.protection = handling.protection;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::UnitId;
    use crate::domain::petition::{DocumentMention, ResultKind};
    use crate::domain::workflow::Stage;

    fn event(happening: Happening) -> Event {
        let entered_at = "2018-02-02T08:00:00+07:00".parse().unwrap();
        Event { happening, on: "2018-02-02".parse().unwrap(), entered_at, by: None, capacity: None }
    }

    #[test]
    fn a_past_ledger_leads_to_its_state() {
        let assignment = Assignment { unit: UnitId(3), mode: None, document: None, due_on: None };
        let outcome = Outcome {
            kind: ResultKind::Decision,
            document: DocumentMention { number: "1459".into(), dated: None },
        };
        let history = [
            Happening::Received,
            Happening::Assigned(assignment.clone()),
            Happening::IdentityOpened { reason: "đối chiếu".into() },
            Happening::Resolved(outcome.clone()),
        ]
        .map(event);
        let state = Handling::of(&history);
        assert_eq!(Stage::of(&state.paper, state.case.as_ref()), Stage::Closed);
        assert_eq!(
            (state.revision, state.assignment, state.outcome),
            (4, Some(assignment), Some(outcome))
        );
        let handed_over = Happening::HandedOver {
            from: UnitId(3),
            to: UnitId(8),
            document: DocumentMention { number: "1664/NQ-UBTVQH15".into(), dated: None },
            reason: "sáp nhập".into(),
            keeps_officer: false,
        };
        let moved = Handling::of(&[&history[..2], &[event(handed_over)]].concat());
        let before = Handling::of(&history[..2]);
        assert_eq!(moved.assignment.map(|one| one.unit), Some(UnitId(8)));
        assert_eq!((moved.case, moved.paper), (before.case, before.paper), "clocks run on");
        let filed = Handling::of(&[Happening::Received, Happening::FiledAway].map(event));
        assert_eq!(Stage::of(&filed.paper, None), Stage::FiledAway);
    }
}
