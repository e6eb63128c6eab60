//! How a running term stands on a day, and whether it may be extended.
//!
//! A state is derived from the clock, the calendar and the day, never stored: a suspended clock is not overdue however
//! long it rests, and a stopped one stays met or missed as it was.
//! Called by queues, oversight, reminders and reports, and by the state machine of cases before an extension.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::super::calendar::Calendar;
use super::{Clock, DeadlineError};

/// How a term stands on a day. Days are calendar days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClockState {
    /// It runs; on the due date itself 0 days are left.
    Running {
        /// Last day.
        due: NaiveDate,
        /// Days until it.
        days_left: i64,
    },
    /// It runs and its last day is over.
    Overdue {
        /// Last day.
        due: NaiveDate,
        /// Days since it, from 1.
        days_over: i64,
    },
    /// It rests: neither running nor overdue.
    Suspended {
        /// Since when.
        since: NaiveDate,
        /// Last day if it went on today.
        due_if_resumed: NaiveDate,
    },
    /// Done in time.
    Met {
        /// When it was done.
        on: NaiveDate,
        /// Last day.
        due: NaiveDate,
    },
    /// Done too late.
    Missed {
        /// When it was done.
        on: NaiveDate,
        /// Last day.
        due: NaiveDate,
        /// Days between, from 1.
        days_over: i64,
    },
}

/// The law allows no such extension.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ExtensionRefused {
    /// The term cannot be extended for a case of this complexity.
    #[error("a case of this complexity may not be extended ({0})")]
    NotAllowed(String),
    /// All extensions were used.
    #[error("extended {times} times already, which is the most ({citation})")]
    TooMany {
        /// How often the law allows.
        times: u16,
        /// Where it stands.
        citation: String,
    },
    /// Longer than one extension may be.
    #[error("an extension is of 1 to {max_days} days ({citation})")]
    TooLong {
        /// The most that one may add.
        max_days: u16,
        /// Where it stands.
        citation: String,
    },
    /// Asked for when the term was over.
    #[error("the term ended on {0}: it is extended before it ends")]
    TooLate(NaiveDate),
    /// The term has no due date.
    #[error(transparent)]
    NoDeadline(#[from] DeadlineError),
}

impl Clock {
    /// How the term stood on a day, by what had happened until then.
    pub fn state(&self, on: NaiveDate, calendar: &Calendar) -> Result<ClockState, DeadlineError> {
        let explained = self.explain(calendar, on)?;
        let due = explained.due;
        if let Some(stopped_on) = self.stopped_on.filter(|stopped| *stopped <= on) {
            let days_over = (stopped_on - due).num_days();
            return Ok(match days_over {
                1.. => ClockState::Missed { on: stopped_on, due, days_over },
                _ => ClockState::Met { on: stopped_on, due },
            });
        }
        // A suspension that came when the term was over does not undo that it is over.
        let open = explained.pauses.iter().find(|pause| pause.is_open && pause.suspended_on <= due);
        if let Some(pause) = open {
            return Ok(ClockState::Suspended { since: pause.suspended_on, due_if_resumed: due });
        }
        let days_left = (due - on).num_days();
        Ok(match days_left {
            0.. => ClockState::Running { due, days_left },
            _ => ClockState::Overdue { due, days_over: -days_left },
        })
    }

    /// Whether a decision on a day may extend the term by so many days of its unit.
    pub fn may_extend(
        &self,
        on: NaiveDate,
        days: u16,
        calendar: &Calendar,
    ) -> Result<(), ExtensionRefused> {
        let citation = || self.rule.citation.clone();
        let Some(cap) = self.rule.cap_for(self.complexity) else {
            return Err(ExtensionRefused::NotAllowed(citation()));
        };
        if self.extensions.len() >= usize::from(cap.times) {
            return Err(ExtensionRefused::TooMany { times: cap.times, citation: citation() });
        }
        if days == 0 || days > cap.days {
            return Err(ExtensionRefused::TooLong { max_days: cap.days, citation: citation() });
        }
        let due = self.explain(calendar, on)?.due;
        if on > due { Err(ExtensionRefused::TooLate(due)) } else { Ok(()) }
    }
}

/// The unit's own date when the chairman keeps the legal clock: so many days ahead of it, on a working day.
///
/// `None` only before the first date that can be written.
pub fn internal_date(due: NaiveDate, days_ahead: u16, calendar: &Calendar) -> Option<NaiveDate> {
    calendar.roll_back(due.checked_sub_days(Days::new(u64::from(days_ahead)))?)
}
