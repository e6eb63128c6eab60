//! What the office has changed about the law that the program ships: its own rows, and the record of every change.
//!
//! Owns [`OwnLaw`], [`LawEdit`] and [`LawChange`]. What an edit may be is decided beside the rows
//! ([`rulebook::own`](super::rulebook::own), [`calendar::own`](super::calendar::own)); here both come together.
//! Invariant: every change names who, when, why, and the document that approved it, and keeps the old value.
//! Called by `store::law`, which keeps it, and by `app::law` and `app::amend`.

use chrono::{DateTime, FixedOffset};
use serde::Serialize;

use super::calendar::own::{DayChange, DayEdit, DayFault, OwnDays};
use super::id::AccountId;
use super::petition::DocumentMention;
use super::rulebook::own::{OwnRules, RuleChange, RuleEdit, RuleFault};

/// The office's own rows, over the shipped ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnLaw {
    /// About the rules.
    pub rules: OwnRules,
    /// About the calendar.
    pub days: OwnDays,
    /// How many days before the legal due date an advising unit hands its draft in; `None` is what the program ships.
    pub internal_days_ahead: Option<u16>,
    /// How many changes were ever made: the revision that a form was made from.
    pub revision: u32,
}

/// One edit of the law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LawEdit {
    /// Of the rules.
    Rule(RuleEdit),
    /// Of the calendar.
    Day(DayEdit),
    /// Of the days by which an advising unit is ahead of the legal due date.
    InternalDays(u16),
}

/// Why an edit is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LawFault {
    /// Of the rules.
    Rule(RuleFault),
    /// Of the calendar.
    Day(DayFault),
}

/// A row before and after a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum RowChange {
    /// A rule.
    Rule(Box<RuleChange>),
    /// A row of the calendar.
    Day(DayChange),
    /// The days by which an advising unit is ahead of the legal due date.
    InternalDays {
        /// Before.
        old: u16,
        /// After.
        new: u16,
    },
}

/// Why a change is made, and what approved it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// The reason.
    pub reason: String,
    /// The approving document: number and date.
    pub document: DocumentMention,
}

/// A change that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LawChange {
    /// Its number, from 1.
    pub number: u32,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Who.
    pub by: AccountId,
    /// Why, and by which document.
    pub approval: Approval,
    /// What changed.
    pub rows: Vec<RowChange>,
}
