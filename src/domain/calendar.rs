//! Working days of the office: weekly rest, public holidays, swapped days, local closures.
//!
//! [`HolidayBook`] is what an administrator edits; [`Calendar`] is built from it
//! and answers questions. A year with an official notice has exactly the days of the notice; another year's days are
//! derived from the statutory list ([`Statutory`]) and [`Calendar::is_official`] says so.
//! Invariant: a day is worked, off or swapped to work, never two of them; every day off has its reason.
//! Called by `deadline`, by the calendar page and by whatever shows a date.

mod book;
pub mod own;
mod statutory;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::petition::closed_set;

pub use book::{AnnouncedDays, Closure, HolidayBook, OfficialYear, Swap, WeeklyRest};
pub use statutory::Statutory;

/// Years whose days are derived where no notice is on file: those that lunar dates are computed for with certainty.
const DERIVED_YEARS: std::ops::RangeInclusive<i32> = 2000..=2099;

closed_set! {
    /// Why a day is off.
    DayKind {
        /// Nghỉ hằng tuần: the weekly rest.
        WeeklyRest = "nghi-hang-tuan",
        /// Tết Dương lịch.
        NewYear = "tet-duong-lich",
        /// Tết Âm lịch.
        LunarNewYear = "tet-am-lich",
        /// Giỗ Tổ Hùng Vương.
        HungKings = "gio-to",
        /// Ngày Chiến thắng 30/4.
        Victory = "chien-thang",
        /// Ngày Quốc tế lao động.
        Labour = "quoc-te-lao-dong",
        /// Quốc khánh.
        National = "quoc-khanh",
        /// Ngày Văn hóa Việt Nam.
        Culture = "van-hoa",
        /// Another day off that the State announces (national mourning).
        Announced = "nghi-khac",
        /// Hoán đổi: off against a rest day that is worked.
        Swap = "hoan-doi",
        /// Only this office is shut.
        Closure = "dong-cua",
    }
}

/// The days off that people tell apart on a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayGroup {
    /// The weekly rest.
    WeeklyRest,
    /// A holiday of the State's.
    Holiday,
    /// Off against a rest day that is worked.
    Swap,
    /// Only this office is shut.
    Closure,
}

impl DayKind {
    /// Which of them it is.
    pub fn group(self) -> DayGroup {
        match self {
            Self::WeeklyRest => DayGroup::WeeklyRest,
            Self::NewYear
            | Self::LunarNewYear
            | Self::HungKings
            | Self::Victory
            | Self::Labour
            | Self::National
            | Self::Culture
            | Self::Announced => DayGroup::Holiday,
            Self::Swap => DayGroup::Swap,
            Self::Closure => DayGroup::Closure,
        }
    }
}

/// A day off with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayOff {
    /// The day.
    pub date: NaiveDate,
    /// Why it is off.
    pub kind: DayKind,
    /// The reason in words, from the calendar's data.
    pub name: String,
}

/// A weekly rest day that is worked against another day off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkedDay {
    /// The day.
    pub date: NaiveDate,
    /// The swap in words, from the calendar's data.
    pub name: String,
}

/// What a day is at the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Day {
    /// An ordinary working day.
    Working,
    /// A rest day that is worked.
    Swapped(WorkedDay),
    /// Not worked.
    Off(DayOff),
}

/// The rows contradict each other.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CalendarError {
    /// A day is both off and worked in exchange.
    #[error("{0} is both a day off and a swapped working day")]
    OffAndWorked(NaiveDate),
    /// A swap works on a day that is worked anyway.
    #[error("{0} is no weekly rest day, so nothing is made up by working on it")]
    NotARestDay(NaiveDate),
    /// A swap gives a day off that is off anyway.
    #[error("{0} is a weekly rest day, so a swap cannot give it off")]
    NotAWorkingDay(NaiveDate),
    /// The same day is worked for two swaps.
    #[error("{0} is worked for two swaps")]
    WorkedTwice(NaiveDate),
    /// Two notices for one year.
    #[error("the year {0} has two official rows")]
    YearTwice(i32),
    /// A notice lists a day of another year, or a span that ends before it begins.
    #[error("{on} does not belong under the year {year}, or its span is empty")]
    WrongSpan {
        /// The year of the notice.
        year: i32,
        /// First day of the span.
        on: NaiveDate,
    },
    /// Every weekday is at rest.
    #[error("no weekday is left to work on")]
    NoWorkingDay,
}

/// Which days are worked. Built from a [`HolidayBook`], never edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    version: u32,
    weekly_rest: Vec<WeeklyRest>,
    official: BTreeSet<i32>,
    off: BTreeMap<NaiveDate, DayOff>,
    worked: BTreeMap<NaiveDate, WorkedDay>,
}

impl Calendar {
    /// Builds the calendar; refuses rows that contradict each other.
    ///
    /// Of two reasons for one day off the first stays, in the order holiday, swap, closure: a closure entered before
    /// the notice of its year came does no harm.
    pub fn new(book: &HolidayBook) -> Result<Self, CalendarError> {
        let mut calendar = Self {
            version: book.version,
            weekly_rest: book.weekly_rest.clone(),
            official: BTreeSet::new(),
            off: BTreeMap::new(),
            worked: BTreeMap::new(),
        };
        let mut weekdays = NaiveDate::MIN.iter_days().take(7).map(|day| day.weekday());
        if weekdays.all(|weekday| calendar.rest_of(weekday).is_some()) {
            return Err(CalendarError::NoWorkingDay);
        }
        for year in &book.official {
            calendar.announce(year)?;
        }
        for year in DERIVED_YEARS {
            if calendar.is_official(year) {
                continue;
            }
            let is_rest = |day: NaiveDate| calendar.rest_of(day.weekday()).is_some();
            let days = statutory::days_off(&book.statutory, year, is_rest);
            for day in days {
                calendar.put_off(day);
            }
        }
        for swap in &book.swap {
            calendar.exchange(swap)?;
        }
        for closure in &book.closure {
            let name = closure.name.clone();
            calendar.put_off(DayOff { date: closure.on, kind: DayKind::Closure, name });
        }
        match calendar.worked.keys().find(|day| calendar.off.contains_key(day)) {
            Some(day) => Err(CalendarError::OffAndWorked(*day)),
            None => Ok(calendar),
        }
    }

    fn rest_of(&self, weekday: Weekday) -> Option<&WeeklyRest> {
        self.weekly_rest.iter().find(|rest| rest.weekday == weekday)
    }

    /// Takes a day off; weekly rest days and days off already keep their reason.
    fn put_off(&mut self, day: DayOff) {
        if self.rest_of(day.date.weekday()).is_none() || self.worked.contains_key(&day.date) {
            self.off.entry(day.date).or_insert(day);
        }
    }

    fn announce(&mut self, year: &OfficialYear) -> Result<(), CalendarError> {
        if !self.official.insert(year.year) {
            return Err(CalendarError::YearTwice(year.year));
        }
        for span in &year.days {
            let until = span.until.unwrap_or(span.on);
            if until < span.on || span.on.year() != year.year || until.year() != year.year {
                return Err(CalendarError::WrongSpan { year: year.year, on: span.on });
            }
            for date in span.on.iter_days().take_while(|date| *date <= until) {
                self.put_off(DayOff { date, kind: span.kind, name: span.name.clone() });
            }
        }
        Ok(())
    }

    fn exchange(&mut self, swap: &Swap) -> Result<(), CalendarError> {
        if self.rest_of(swap.worked.weekday()).is_none() {
            return Err(CalendarError::NotARestDay(swap.worked));
        }
        if self.rest_of(swap.off.weekday()).is_some() {
            return Err(CalendarError::NotAWorkingDay(swap.off));
        }
        let name = swap.name.clone();
        self.put_off(DayOff { date: swap.off, kind: DayKind::Swap, name: name.clone() });
        match self.worked.insert(swap.worked, WorkedDay { date: swap.worked, name }) {
            Some(_) => Err(CalendarError::WorkedTwice(swap.worked)),
            None => Ok(()),
        }
    }

    /// The version of the rows it was built from.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Whether the days of a year are announced; otherwise "chưa có thông báo chính thức".
    pub fn is_official(&self, year: i32) -> bool {
        self.official.contains(&year)
    }

    /// What a day is, with its reason.
    pub fn day(&self, date: NaiveDate) -> Day {
        if let Some(worked) = self.worked.get(&date) {
            return Day::Swapped(worked.clone());
        }
        if let Some(off) = self.off.get(&date) {
            return Day::Off(off.clone());
        }
        match self.rest_of(date.weekday()) {
            Some(rest) => {
                Day::Off(DayOff { date, kind: DayKind::WeeklyRest, name: rest.name.clone() })
            }
            None => Day::Working,
        }
    }

    /// Whether the office works on a day.
    pub fn is_working(&self, date: NaiveDate) -> bool {
        self.worked.contains_key(&date)
            || !self.off.contains_key(&date) && self.rest_of(date.weekday()).is_none()
    }

    /// The day itself where it is worked, otherwise the next working day (BLDS 2015 Đ.148(5)).
    ///
    /// `None` only past the last date that can be written; so for the three below.
    pub fn roll_forward(&self, date: NaiveDate) -> Option<NaiveDate> {
        date.iter_days().find(|day| self.is_working(*day))
    }

    /// The day itself where it is worked, otherwise the working day before it.
    pub fn roll_back(&self, date: NaiveDate) -> Option<NaiveDate> {
        std::iter::successors(Some(date), NaiveDate::pred_opt).find(|day| self.is_working(*day))
    }

    /// The `days`-th working day after a day, which is not counted itself; 0 is the day itself.
    pub fn advance(&self, from: NaiveDate, days: u32) -> Option<NaiveDate> {
        (0..days).try_fold(from, |day, _| self.roll_forward(day.succ_opt()?))
    }

    /// The `days`-th working day before a day, which is not counted itself; 0 is the day itself.
    pub fn retreat(&self, from: NaiveDate, days: u32) -> Option<NaiveDate> {
        (0..days).try_fold(from, |day, _| self.roll_back(day.pred_opt()?))
    }

    /// How many working days lie after a day, up to and with another; 0 where that is not later.
    pub fn working_days(&self, after: NaiveDate, through: NaiveDate) -> u32 {
        span(after, through).fold(0, |count, day| count + u32::from(self.is_working(day)))
    }

    /// The days off after a day, up to and with another.
    pub fn days_off(&self, after: NaiveDate, through: NaiveDate) -> Vec<DayOff> {
        let off = span(after, through).filter_map(|date| match self.day(date) {
            Day::Off(off) => Some(off),
            Day::Working | Day::Swapped(_) => None,
        });
        off.collect()
    }

    /// The rest days that were worked after a day, up to and with another.
    pub fn days_worked(&self, after: NaiveDate, through: NaiveDate) -> Vec<WorkedDay> {
        let days = self.worked.range(after..=through.max(after)).map(|(_, day)| day);
        days.filter(|day| day.date > after && day.date <= through).cloned().collect()
    }
}

/// The days after a day, up to and with another.
fn span(after: NaiveDate, through: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    after.iter_days().skip(1).take_while(move |day| *day <= through)
}

#[cfg(test)]
mod tests;
