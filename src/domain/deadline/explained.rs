//! A due date with everything that led to it: what the page "why this day", the print and `--json` show.
//!
//! Invariant: complete without the rulebook and the calendar, so that it can be kept with a case and still be read when
//! both have changed. Only [`Clock::explain`](super::Clock::explain) makes one.
//! Called by whatever shows or stores a due date.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::calendar::{Calendar, DayOff, WorkedDay};
use super::super::rulebook::{BaseEvent, Confidence, Direction, Unit};
use super::Extension;

/// A suspension and what it added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedPause {
    /// First day of it that matters: not before the base event.
    pub suspended_on: NaiveDate,
    /// Day on which the term went on, or the day asked about where it has not yet.
    pub resumed_on: NaiveDate,
    /// Whether it has not ended on the day asked about.
    pub is_open: bool,
    /// What it added, in the unit of the rule (days where that is years); 0 where it began after the due date.
    pub days: u32,
    /// Its decision.
    pub document: String,
}

impl CountedPause {
    /// Whether a day lies in the time that is not counted.
    pub(super) fn covers(&self, day: NaiveDate) -> bool {
        self.days > 0 && self.suspended_on < day && day <= self.resumed_on
    }

    /// What it adds to a term of a unit.
    pub(super) fn length(&self, unit: Unit, calendar: &Calendar) -> u32 {
        match unit {
            Unit::WorkingDays => calendar.working_days(self.suspended_on, self.resumed_on),
            Unit::CalendarDays | Unit::Years | Unit::AtOnce | Unit::Unset => {
                u32::try_from((self.resumed_on - self.suspended_on).num_days()).unwrap_or(0)
            }
        }
    }
}

/// A due date and all that led to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explained {
    /// The last day: a working day.
    pub due: NaiveDate,
    /// The last day before it moved off a day off.
    pub raw: NaiveDate,
    /// `raw` where the due date moved.
    pub rolled_from: Option<NaiveDate>,
    /// Identifier of the row.
    pub rule: String,
    /// What must be done.
    pub name: String,
    /// Where it stands in the law.
    pub citation: String,
    /// How sure the row is.
    pub confidence: Confidence,
    /// How it is counted.
    pub unit: Unit,
    /// How many of the unit, pauses and extensions apart.
    pub days: u16,
    /// Which way it is counted.
    pub direction: Direction,
    /// Whether the longer term of a complex case was counted.
    pub is_longer_term: bool,
    /// The base event.
    pub base_event: BaseEvent,
    /// The base event in words.
    pub base_text: String,
    /// Its day, not counted itself.
    pub base: NaiveDate,
    /// Days that did not count, or that the last day moved over, each with its reason.
    pub skipped: Vec<DayOff>,
    /// Rest days that counted because they are worked in exchange.
    pub worked_rest_days: Vec<WorkedDay>,
    /// Suspensions.
    pub pauses: Vec<CountedPause>,
    /// Extensions.
    pub extensions: Vec<Extension>,
    /// Years looked at whose days off are not announced yet ("chưa có thông báo chính thức").
    pub unannounced_years: Vec<i32>,
    /// Version of the calendar.
    pub calendar_version: u32,
}
