//! What happened to a petition: the legal history, in the order of entry.
//!
//! The only way a petition's handling changes is [`Handling::evolve`]; `verify` folds every history and compares it
//! with the stored record.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::id::AccountId;
use super::petition::{Assignment, Outcome, Petition, Status};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happening {
    /// Registered: from here on the office answers for it.
    Received,
    /// Given to a unit.
    Assigned(Assignment),
    /// Ended by a document.
    Resolved(Outcome),
    /// Filed away without handling.
    FiledAway,
    /// The sealed sender's identity was opened, for this reason.
    IdentityOpened {
        /// The reason that the reader gave.
        reason: String,
    },
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
}

/// The part of a petition that its history decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handling {
    /// Number of events so far.
    pub revision: u32,
    /// Where it stands.
    pub status: Status,
    /// Who holds it.
    pub assignment: Option<Assignment>,
    /// How it ended.
    pub outcome: Option<Outcome>,
}

impl Handling {
    /// Before the first event.
    pub fn before() -> Self {
        Self { revision: 0, status: Status::Received, assignment: None, outcome: None }
    }

    /// What a history leads to.
    pub fn of<'a>(history: impl IntoIterator<Item = &'a Happening>) -> Self {
        history.into_iter().fold(Self::before(), Self::evolve)
    }

    /// The state after one more happening.
    #[must_use]
    pub fn evolve(mut self, happening: &Happening) -> Self {
        self.revision += 1;
        match happening {
            Happening::Received | Happening::IdentityOpened { .. } => {}
            Happening::Assigned(assignment) => {
                self.status = Status::Assigned;
                self.assignment = Some(assignment.clone());
            }
            Happening::Resolved(outcome) => {
                self.status = Status::Resolved;
                self.outcome = Some(outcome.clone());
            }
            Happening::FiledAway => self.status = Status::FiledAway,
        }
        self
    }
}

impl Petition {
    /// The part of the record that the history must agree with.
    pub fn handling(&self) -> Handling {
        Handling {
            revision: self.revision,
            status: self.status,
            assignment: self.assignment.clone(),
            outcome: self.outcome.clone(),
        }
    }

    /// The petition after one more happening.
    #[must_use]
    pub fn after(mut self, happening: &Happening) -> Self {
        let handling = self.handling().evolve(happening);
        self.revision = handling.revision;
        self.status = handling.status;
        self.assignment = handling.assignment;
        self.outcome = handling.outcome;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::UnitId;
    use crate::domain::petition::{DocumentMention, ResultKind};

    #[test]
    fn a_history_leads_to_its_state() {
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
        ];
        let state = Handling::of(&history);
        assert_eq!(
            (state.revision, state.status, state.assignment, state.outcome),
            (4, Status::Resolved, Some(assignment), Some(outcome))
        );
        assert_eq!(
            Handling::of(&[Happening::Received, Happening::FiledAway]).status,
            Status::FiledAway
        );
    }
}
