//! Steps of the practice office: who asks for what on which day. Whether the law allows it is not decided here.
//!
//! Owns [`PracticeStep`] and the scribe that writes them one after the other, each on a working day no earlier than the
//! one before and none after the last day. Documents have no number yet: the office's series gives it.
//! Used by `desk` and `unit`, which tell the ways; `app::practice` takes the steps.

use chrono::NaiveDate;

use super::calendar::OfficeDays;
use super::matter::later;
use super::random::Random;
use super::staff::Staff;
use super::stock::Stock;
use crate::domain::document::{DocumentKind, IssuedDocument};
use crate::domain::id::UnitId;
use crate::domain::permission::Role;
use crate::domain::petition::Assignment;
use crate::domain::workflow::Command;
use crate::domain::workflow::case::CaseCommand;
use crate::domain::workflow::petition::PaperCommand;

/// A step that somebody of the practice office takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PracticeStep {
    /// Its legal day.
    pub on: NaiveDate,
    /// In which role.
    pub role: Role,
    /// Which of those who hold it, counted round; for the unit that holds the petition where the role is a unit's.
    pub nth: usize,
    /// What.
    pub deed: Deed,
}

/// What is done in a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// A command; its document has no number yet.
    Command(Box<Command>),
    /// The petition is given to the officer of the unit, whoever that is.
    GiveToOfficer,
}

/// Writes the steps of one petition.
#[derive(Debug)]
pub(super) struct Scribe<'a> {
    pub(super) stock: &'a Stock,
    pub(super) staff: &'a Staff,
    pub(super) days: &'a OfficeDays,
    pub(super) random: Random,
    pub(super) last_day: NaiveDate,
    /// The day of the last step, at first that of the receipt.
    pub(super) on: NaiveDate,
    /// Hundredths of the usual time that everything takes.
    pub(super) pace: u32,
    /// Which of the leaders has the matter.
    pub(super) leader: usize,
    pub(super) assignment: Option<Assignment>,
    pub(super) steps: Vec<PracticeStep>,
}

impl Scribe<'_> {
    /// Lets working days pass.
    pub(super) fn wait(&mut self, least: u32, most: u32) {
        let days = self.random.between(least, most) * self.pace / 100;
        for _ in 0..days {
            self.on = self.days.after(self.on, 1);
        }
    }

    /// A step with the paper; `None` when it lies after the last day.
    pub(super) fn paper(&mut self, role: Role, command: PaperCommand) -> Option<()> {
        self.take(role, Deed::Command(Box::new(Command::Paper(command))))
    }

    /// A step of the case; `None` when it lies after the last day.
    pub(super) fn case(&mut self, role: Role, command: CaseCommand) -> Option<()> {
        self.take(role, Deed::Command(Box::new(Command::Case(command))))
    }

    pub(super) fn take(&mut self, role: Role, deed: Deed) -> Option<()> {
        if self.on > self.last_day {
            return None;
        }
        let nth = if role == Role::Leader { self.leader } else { 0 };
        self.steps.push(PracticeStep { on: self.on, role, nth, deed });
        Some(())
    }

    /// A document of today, signed by the head of the unit; without one by the leader, or by the head of the desk where
    /// it is the desk's own.
    pub(super) fn document(&self, kind: DocumentKind, unit: Option<UnitId>) -> IssuedDocument {
        let is_desks = matches!(kind, DocumentKind::Guidance | DocumentKind::Transfer);
        let role = match unit {
            Some(_) => Role::UnitHead,
            None if is_desks => Role::DeskHead,
            None => Role::Leader,
        };
        IssuedDocument {
            kind,
            number: String::new(),
            dated: self.on,
            signer: self.staff.signer(role, unit, self.leader),
            recipients: Vec::new(),
        }
    }

    /// One of the sentences.
    pub(super) fn word(&mut self, list: &[String]) -> String {
        self.random.pick(list).cloned().unwrap_or_default()
    }

    /// One of the sentences in so many of a thousand.
    pub(super) fn maybe(&mut self, chance: u32, list: &[String]) -> Option<String> {
        self.random.per_mille(chance).then(|| self.word(list))
    }

    /// The first working day so many days on.
    pub(super) fn ahead(&self, days: u32) -> NaiveDate {
        self.days.on_or_after(later(self.on, days))
    }
}
