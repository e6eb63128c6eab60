//! Due dates: a rule counted from its base event, with pauses and extensions, and the explanation of the result.
//!
//! Counting follows BLDS 2015 Đ.147–148: the day of the event is not counted, a term ends with its last day, a last day
//! off moves to the next working day. Suspended time is not counted (LKN Đ.11a, LTC 2018 Đ.34).
//! Invariant: a due date is a working day, and [`Explained`] holds all that led to it. Nothing here knows a number of
//! days or a holiday: those are the rows of `rulebook` and `calendar`. "Overdue" is derived ([`ClockState`]), never stored.
//! Called by the state machines, the command `deadline`, the calculator page, the queues and the reports.

mod clock;
mod explained;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::calendar::Calendar;
use super::rulebook::{Complexity, Direction, Rule, Rulebook, Unit, UnknownRule};

pub use clock::{ClockState, ExtensionRefused, internal_date};
pub use explained::{CountedPause, Explained};

/// A suspension (tạm đình chỉ): the time between its two days is not counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// Day of the decision to suspend.
    #[serde(with = "crate::domain::day")]
    pub suspended_on: NaiveDate,
    /// Day of the decision to go on; `None` is still suspended.
    #[serde(with = "crate::domain::day::option")]
    pub resumed_on: Option<NaiveDate>,
    /// The decision, or the ground where there is none (ốm đau, thiên tai for a time limit).
    pub document: String,
}

/// An extension (gia hạn) by decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// Day of the decision.
    #[serde(with = "crate::domain::day")]
    pub decided_on: NaiveDate,
    /// How much is added, in the unit of the rule.
    pub days: u16,
    /// The decision; `None` where the calculator supposes the most that the law allows.
    pub document: Option<String>,
}

/// A term that runs for one case: all that its due date depends on, calendar apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// The row that the case is judged by, kept as it was.
    pub rule: Rule,
    /// Day of the base event.
    pub base: NaiveDate,
    /// How complex the case is recorded to be. Changing it keeps pauses and extensions.
    pub complexity: Complexity,
    /// Suspensions.
    pub pauses: Vec<Pause>,
    /// Extensions.
    pub extensions: Vec<Extension>,
    /// Day on which what was due was done, or the case ended otherwise.
    pub stopped_on: Option<NaiveDate>,
}

/// There is no due date.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DeadlineError {
    /// The law leaves the term to a leader.
    #[error("{rule} ({citation}) sets no number of days: a leader sets the date")]
    Unset {
        /// The row.
        rule: String,
        /// Where it stands.
        citation: String,
    },
    /// A pause ends before it begins, or begins while another one lasts.
    #[error("the suspension of {0} ends before it begins, or begins within another one")]
    Pauses(NaiveDate),
    /// Past the last date that can be written.
    #[error("the date lies outside the calendar")]
    OutOfRange,
}

/// No due date for what was asked.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LookupError {
    /// No row is meant.
    #[error(transparent)]
    Unknown(#[from] UnknownRule),
    /// The row gives no date.
    #[error(transparent)]
    Deadline(#[from] DeadlineError),
}

/// The due date of a rule named by identifier or family ("KN1-TL", "kn1-gq-vx"), without a petition.
///
/// `complex` takes the longer term of the row, or, where the law lengthens by decision only (TC-GQ), supposes the
/// longest extensions of a complex case. A rule that makes no difference stays as it is, and the answer says so.
pub fn lookup(
    rulebook: &Rulebook,
    calendar: &Calendar,
    rule_text: &str,
    from: NaiveDate,
    complex: bool,
) -> Result<Explained, LookupError> {
    let rule = rulebook.named(rule_text, from)?;
    let mut clock = Clock::new(rule.clone(), from);
    if complex {
        clock.complexity = Complexity::Complex;
        if rule.complex_value.is_none() {
            let supposed = rule.cap_for(Complexity::Complex).map(|cap| Extension {
                decided_on: from,
                days: cap.days.saturating_mul(cap.times),
                document: None,
            });
            clock.extensions.extend(supposed);
        }
    }
    Ok(clock.explain(calendar, from)?)
}

impl Clock {
    /// A term that begins to run, without anything that happened to it.
    pub fn new(rule: Rule, base: NaiveDate) -> Self {
        Self {
            rule,
            base,
            complexity: Complexity::Ordinary,
            pauses: Vec::new(),
            extensions: Vec::new(),
            stopped_on: None,
        }
    }

    /// The due date by all that had happened up to and with a day.
    ///
    /// A suspension that lasts on that day counts as if it ended then. For a term counted backwards (notice of a
    /// meeting) pauses and extensions have no meaning and change nothing.
    pub fn explain(&self, calendar: &Calendar, on: NaiveDate) -> Result<Explained, DeadlineError> {
        let (value, is_longer_term) = self.rule.value_for(self.complexity);
        let days = match (self.rule.unit, value) {
            (Unit::AtOnce, _) => 0,
            (Unit::CalendarDays | Unit::WorkingDays | Unit::Years, Some(days)) => days,
            (Unit::Unset | Unit::CalendarDays | Unit::WorkingDays | Unit::Years, _) => {
                let (rule, citation) = (self.rule.id.clone(), self.rule.citation.clone());
                return Err(DeadlineError::Unset { rule, citation });
            }
        };
        let (raw, pauses, extensions) = match self.rule.direction {
            Direction::After => self.count(days, calendar, on),
            Direction::Before => {
                let raw = back(self.base, self.rule.unit, u32::from(days), calendar);
                Ok((raw.ok_or(DeadlineError::OutOfRange)?, Vec::new(), Vec::new()))
            }
        }?;
        let due = self.settle(raw, calendar).ok_or(DeadlineError::OutOfRange)?;
        let (after, through) = self.looked_at(raw, due);
        let mut skipped = calendar.days_off(after, through);
        skipped.retain(|off| !pauses.iter().any(|pause| pause.covers(off.date)));
        let years = after.year()..=through.year();
        Ok(Explained {
            due,
            raw,
            rolled_from: (due != raw).then_some(raw),
            rule: self.rule.id.clone(),
            name: self.rule.name.clone(),
            citation: self.rule.citation.clone(),
            confidence: self.rule.confidence,
            unit: self.rule.unit,
            days,
            direction: self.rule.direction,
            is_longer_term,
            base_event: self.rule.base,
            base_text: self.rule.base_text.clone(),
            base: self.base,
            skipped,
            worked_rest_days: calendar.days_worked(after, through),
            pauses,
            extensions,
            unannounced_years: years.filter(|year| !calendar.is_official(*year)).collect(),
            calendar_version: calendar.version(),
        })
    }

    /// The last day where it is worked, otherwise the one that it moves to.
    fn settle(&self, raw: NaiveDate, calendar: &Calendar) -> Option<NaiveDate> {
        match self.rule.direction {
            Direction::After => calendar.roll_forward(raw),
            Direction::Before => calendar.roll_back(raw),
        }
    }

    /// The days that decided: from the first (exclusive) to the last (inclusive).
    fn looked_at(&self, raw: NaiveDate, due: NaiveDate) -> (NaiveDate, NaiveDate) {
        let day_before = |day: NaiveDate| day.pred_opt().unwrap_or(day);
        match (self.rule.direction, self.rule.unit) {
            (Direction::After, Unit::WorkingDays) => (self.base, due),
            (Direction::Before, Unit::WorkingDays) => (day_before(due), day_before(self.base)),
            (_, Unit::CalendarDays | Unit::Years | Unit::AtOnce | Unit::Unset) => {
                (day_before(raw.min(due)), raw.max(due))
            }
        }
    }

    /// The last day before it moves, and what was counted on the way: the events in the order in which they happened.
    fn count(
        &self,
        days: u16,
        calendar: &Calendar,
        on: NaiveDate,
    ) -> Result<Counted, DeadlineError> {
        let unit = self.rule.unit;
        let until = self.stopped_on.map_or(on, |stopped| stopped.min(on));
        let mut extensions: Vec<&Extension> =
            self.extensions.iter().filter(|extension| extension.decided_on <= until).collect();
        extensions.sort_by_key(|extension| extension.decided_on);
        let mut waiting = extensions.iter().peekable();
        let mut raw =
            forth(self.base, unit, u32::from(days), calendar).ok_or(DeadlineError::OutOfRange)?;
        let mut pauses = self.pauses_until(until)?;
        for pause in &mut pauses {
            while let Some(extension) =
                waiting.next_if(|extension| extension.decided_on <= pause.suspended_on)
            {
                raw = lengthen(raw, unit, u32::from(extension.days), calendar)?;
            }
            let due = calendar.roll_forward(raw).ok_or(DeadlineError::OutOfRange)?;
            if pause.suspended_on <= due {
                pause.days = pause.length(unit, calendar);
                // A term that was suspended on the day to which its end had moved is still open when it goes on.
                raw = lengthen(raw, unit, pause.days, calendar)?.max(pause.resumed_on);
            }
        }
        for extension in waiting {
            raw = lengthen(raw, unit, u32::from(extension.days), calendar)?;
        }
        Ok((raw, pauses, extensions.into_iter().cloned().collect()))
    }

    /// The suspensions known on a day, in order, from the base event on.
    fn pauses_until(&self, until: NaiveDate) -> Result<Vec<CountedPause>, DeadlineError> {
        let mut known: Vec<&Pause> =
            self.pauses.iter().filter(|pause| pause.suspended_on <= until).collect();
        known.sort_by_key(|pause| pause.suspended_on);
        let mut counted: Vec<CountedPause> = Vec::with_capacity(known.len());
        let mut last_end = NaiveDate::MIN;
        for pause in known {
            let ended = pause.resumed_on.filter(|resumed| *resumed <= until);
            let resumed_on = ended.unwrap_or(until);
            let lasts_to = pause.resumed_on.unwrap_or(NaiveDate::MAX);
            if pause.suspended_on < last_end || lasts_to < pause.suspended_on {
                return Err(DeadlineError::Pauses(pause.suspended_on));
            }
            last_end = lasts_to;
            counted.push(CountedPause {
                suspended_on: pause.suspended_on.max(self.base),
                resumed_on: resumed_on.max(self.base),
                is_open: ended.is_none(),
                days: 0,
                document: pause.document.clone(),
            });
        }
        Ok(counted)
    }
}

/// The last day before it moves, the suspensions and the extensions.
type Counted = (NaiveDate, Vec<CountedPause>, Vec<Extension>);

/// The end of a term that begins after a day.
fn forth(from: NaiveDate, unit: Unit, count: u32, calendar: &Calendar) -> Option<NaiveDate> {
    match unit {
        Unit::WorkingDays => calendar.advance(from, count),
        Unit::CalendarDays => from.checked_add_days(Days::new(u64::from(count))),
        // Without a date of that name in the last year the month's last day counts (BLDS Đ.148(3)).
        Unit::Years => from.checked_add_months(Months::new(count.checked_mul(12)?)),
        Unit::AtOnce | Unit::Unset => Some(from),
    }
}

/// The latest day that still lies a term ahead of a day.
fn back(from: NaiveDate, unit: Unit, count: u32, calendar: &Calendar) -> Option<NaiveDate> {
    match unit {
        Unit::WorkingDays => calendar.retreat(from, count),
        Unit::CalendarDays => from.checked_sub_days(Days::new(u64::from(count))),
        Unit::Years => from.checked_sub_months(Months::new(count.checked_mul(12)?)),
        Unit::AtOnce | Unit::Unset => Some(from),
    }
}

/// Adds a pause or an extension to the end of a term: working days to a term in working days, days to any other.
fn lengthen(
    raw: NaiveDate,
    unit: Unit,
    days: u32,
    calendar: &Calendar,
) -> Result<NaiveDate, DeadlineError> {
    let longer = match unit {
        Unit::WorkingDays => calendar.advance(raw, days),
        Unit::CalendarDays | Unit::Years | Unit::AtOnce | Unit::Unset => {
            raw.checked_add_days(Days::new(u64::from(days)))
        }
    };
    longer.ok_or(DeadlineError::OutOfRange)
}

#[cfg(test)]
mod tests;
