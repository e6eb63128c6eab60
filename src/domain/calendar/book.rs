//! The editable rows of the calendar, as `assets/seed/holidays.toml` ships them and the office's own lie over them (`own`).
//!
//! Rows only: whether they agree is found out by [`Calendar::new`](super::Calendar::new), so a change is tried by
//! building a calendar from it. Unknown keys are refused: a clerk's slip is not taken for silence.
//! Called by `calendar` and `calendar::own`.

use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::super::rulebook::Confidence;
use super::{DayKind, Statutory};

/// One weekday that is at rest every week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeeklyRest {
    /// The weekday.
    pub weekday: Weekday,
    /// Its name for people.
    pub name: String,
}

/// Days off as announced: one day, or all from `on` to `until`; weekly rest days among them stay that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnnouncedDays {
    /// First day.
    pub on: NaiveDate,
    /// Last day; `None` is one day only.
    #[serde(default)]
    pub until: Option<NaiveDate>,
    /// Which holiday.
    pub kind: DayKind,
    /// The reason in words.
    pub name: String,
}

/// The official notice of a year: exactly its days are off, swaps apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficialYear {
    /// The year.
    pub year: i32,
    /// The notice, or where the days were read.
    pub source: String,
    /// How sure the days are.
    pub confidence: Confidence,
    /// The days off.
    pub days: Vec<AnnouncedDays>,
}

/// A working day off against a rest day worked (hoán đổi).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Swap {
    /// The working day that is off.
    pub off: NaiveDate,
    /// The rest day that is worked.
    pub worked: NaiveDate,
    /// The swap in words.
    pub name: String,
}

/// A day on which this office alone is shut.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closure {
    /// The day.
    pub on: NaiveDate,
    /// The reason in words.
    pub name: String,
}

/// The editable rows of the calendar: the content of `assets/seed/holidays.toml`, or that with the office's own over it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HolidayBook {
    /// Raised with every change: a stored due date names the version it was counted with.
    pub version: u32,
    /// The weekly rest.
    pub weekly_rest: Vec<WeeklyRest>,
    /// Announced years.
    #[serde(default)]
    pub official: Vec<OfficialYear>,
    /// Swapped days of any year.
    #[serde(default)]
    pub swap: Vec<Swap>,
    /// Local closures of any year.
    #[serde(default)]
    pub closure: Vec<Closure>,
    /// The legal list, for years that are not announced.
    #[serde(default)]
    pub statutory: Vec<Statutory>,
}
