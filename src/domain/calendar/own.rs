//! The office's own days over the shipped calendar: closures, swapped days, the notice of a year.
//!
//! Owns [`OwnDays`], the edits of it ([`DayEdit`]) and [`compose`], which lays them over the shipped rows.
//! Invariant: an edit is kept only if the calendar can be built from what it leaves. Where a later release ships days
//! that contradict an own one, the own one is set aside and named, so that the office can start.
//! Called by `app::law` at the start and by `app::amend`, which keeps the outcome.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::{
    Calendar, CalendarError, Closure, Day, DayGroup, DayKind, HolidayBook, OfficialYear, Swap,
};
use crate::domain::text;

/// Most days of one closure.
pub const CLOSURE_DAYS_MAX: usize = 31;
/// Farthest that the two days of a swap lie apart.
const SWAP_DAYS_MAX: i64 = 60;

/// What an own day is kept by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OwnDayKey {
    /// The office is shut on a day.
    Closure(NaiveDate),
    /// A shipped swap that does not hold, by its day off. Laid before own swaps: those of that day stay.
    NoSwap(NaiveDate),
    /// A swap, by its day off; takes the place of a shipped one of that day.
    Swap(NaiveDate),
    /// The notice of a year.
    Year(i32),
}

/// What the office has of its own about the calendar.
pub type OwnDays = BTreeMap<OwnDayKey, OwnDay>;

/// One own row of the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum OwnDay {
    /// The office is shut.
    Closure(Closure),
    /// A working day off against a rest day worked; under [`OwnDayKey::NoSwap`] the shipped one that does not hold.
    Swap(Swap),
    /// The days of a year as announced; takes the place of a shipped notice.
    Year(OfficialYear),
}

/// One change of the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayEdit {
    /// The office is shut from a day to another; days off among them stay what they are.
    Close {
        /// First day.
        from: NaiveDate,
        /// Last day.
        until: NaiveDate,
        /// The reason in words.
        name: String,
    },
    /// A working day off against a rest day worked.
    Swap(Swap),
    /// The days of a year as announced.
    Announce(OfficialYear),
    /// Takes a closure back.
    Open(NaiveDate),
    /// Takes a swap back, by its day off.
    DropSwap(NaiveDate),
    /// Takes the office's own notice of a year back.
    DropNotice(i32),
}

/// Why an edit is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayFault {
    /// The rows would contradict each other.
    Calendar(CalendarError),
    /// The day is off already, with this reason.
    AlreadyOff(NaiveDate, String),
    /// The last day lies before the first, or too far behind it.
    WrongSpan,
    /// The two days of a swap lie too far apart.
    TooFar,
    /// A notice that lists no day.
    NoDays,
    /// There is no such row of the office's own.
    NoSuchDay,
    /// Nothing would change.
    Unchanged,
}

/// A row of the calendar before and after a change; `None` where it was not there, or is not any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DayChange {
    /// As it was.
    pub old: Option<OwnDay>,
    /// As it is.
    pub new: Option<OwnDay>,
}

/// The calendar as it holds for the office.
#[derive(Debug, Clone)]
pub struct ComposedDays {
    /// The rows that hold.
    pub book: HolidayBook,
    /// What they make.
    pub calendar: Calendar,
    /// Own rows that contradict the shipped ones.
    pub set_aside: Vec<OwnDay>,
}

/// Lays the office's own days over the shipped calendar. `changes` counts what was ever changed: the calendar's version.
///
/// # Errors
/// When the shipped rows alone contradict each other: a build fault.
pub fn compose(
    shipped: &HolidayBook,
    own: &OwnDays,
    changes: u32,
) -> Result<ComposedDays, CalendarError> {
    let version = shipped.version.saturating_add(changes);
    let bare = HolidayBook { version, ..shipped.clone() };
    let book = own.iter().fold(bare.clone(), |book, (key, day)| laid(book, *key, day));
    if let Ok(calendar) = Calendar::new(&book) {
        return Ok(ComposedDays { book, calendar, set_aside: Vec::new() });
    }
    let mut composed =
        ComposedDays { calendar: Calendar::new(&bare)?, book: bare, set_aside: Vec::new() };
    for (key, day) in own {
        let book = laid(composed.book.clone(), *key, day);
        match Calendar::new(&book) {
            Ok(calendar) => (composed.book, composed.calendar) = (book, calendar),
            Err(_) => composed.set_aside.push(day.clone()),
        }
    }
    Ok(composed)
}

fn laid(mut book: HolidayBook, key: OwnDayKey, day: &OwnDay) -> HolidayBook {
    match (key, day) {
        (OwnDayKey::NoSwap(off), _) => book.swap.retain(|swap| swap.off != off),
        (_, OwnDay::Closure(closure)) => book.closure.push(closure.clone()),
        (_, OwnDay::Swap(swap)) => {
            book.swap.retain(|shipped| shipped.off != swap.off);
            book.swap.push(swap.clone());
        }
        (_, OwnDay::Year(year)) => {
            book.official.retain(|shipped| shipped.year != year.year);
            book.official.push(year.clone());
        }
    }
    book
}

/// The own days after an edit, and which rows it changes.
///
/// # Errors
/// When the edit makes no sense by itself or with the days that are there.
pub fn edit(
    shipped: &HolidayBook,
    own: &OwnDays,
    edit: &DayEdit,
) -> Result<(OwnDays, Vec<DayChange>), DayFault> {
    let before = compose(shipped, own, 0).map_err(DayFault::Calendar)?;
    let mut after = own.clone();
    match edit {
        DayEdit::Close { from, until, name } => {
            close(&before.calendar, (*from, *until), name, &mut after)?;
        }
        DayEdit::Swap(swap) => {
            check_swap(&before.calendar, swap)?;
            after.insert(OwnDayKey::Swap(swap.off), OwnDay::Swap(swap.clone()));
        }
        DayEdit::Announce(year) => {
            if year.days.is_empty() {
                return Err(DayFault::NoDays);
            }
            after.insert(OwnDayKey::Year(year.year), OwnDay::Year(year.clone()));
        }
        DayEdit::Open(on) => taken(after.remove(&OwnDayKey::Closure(*on)))?,
        DayEdit::DropSwap(off) => drop_swap(shipped, *off, &mut after)?,
        DayEdit::DropNotice(year) => taken(after.remove(&OwnDayKey::Year(*year)))?,
    }
    let book = after.iter().fold(shipped.clone(), |book, (key, day)| laid(book, *key, day));
    Calendar::new(&book).map_err(DayFault::Calendar)?;
    let changes = differences(&before.book, &book);
    if changes.is_empty() { Err(DayFault::Unchanged) } else { Ok((after, changes)) }
}

fn taken(row: Option<OwnDay>) -> Result<(), DayFault> {
    row.map(drop).ok_or(DayFault::NoSuchDay)
}

fn close(
    calendar: &Calendar,
    (from, until): (NaiveDate, NaiveDate),
    name: &str,
    own: &mut OwnDays,
) -> Result<(), DayFault> {
    let days: Vec<NaiveDate> =
        from.iter_days().take_while(|day| *day <= until).take(CLOSURE_DAYS_MAX + 1).collect();
    if days.is_empty() || days.len() > CLOSURE_DAYS_MAX {
        return Err(DayFault::WrongSpan);
    }
    let mut shut = 0;
    for on in days {
        match calendar.day(on) {
            Day::Working => {
                let closure = Closure { on, name: name.to_owned() };
                own.insert(OwnDayKey::Closure(on), OwnDay::Closure(closure));
                shut += 1;
            }
            Day::Swapped(_) => return Err(DayFault::Calendar(CalendarError::OffAndWorked(on))),
            Day::Off(_) => {}
        }
    }
    match calendar.day(from) {
        Day::Off(off) if shut == 0 => Err(DayFault::AlreadyOff(from, off.name)),
        Day::Off(_) | Day::Working | Day::Swapped(_) => Ok(()),
    }
}

fn check_swap(calendar: &Calendar, swap: &Swap) -> Result<(), DayFault> {
    if (swap.off - swap.worked).num_days().abs() > SWAP_DAYS_MAX {
        return Err(DayFault::TooFar);
    }
    match calendar.day(swap.off) {
        Day::Off(off) if off.kind == DayKind::WeeklyRest => {
            Err(DayFault::Calendar(CalendarError::NotAWorkingDay(swap.off)))
        }
        Day::Off(off) => Err(DayFault::AlreadyOff(swap.off, off.name)),
        Day::Swapped(_) => Err(DayFault::Calendar(CalendarError::OffAndWorked(swap.off))),
        Day::Working => Ok(()),
    }
}

fn drop_swap(shipped: &HolidayBook, off: NaiveDate, own: &mut OwnDays) -> Result<(), DayFault> {
    if own.remove(&OwnDayKey::Swap(off)).is_some() {
        return Ok(());
    }
    let swap = shipped.swap.iter().find(|swap| swap.off == off).ok_or(DayFault::NoSuchDay)?;
    own.insert(OwnDayKey::NoSwap(off), OwnDay::Swap(swap.clone()));
    Ok(())
}

/// The rows of a book that can be changed, by what they are kept by.
fn rows(book: &HolidayBook) -> OwnDays {
    let closures = book
        .closure
        .iter()
        .map(|closure| (OwnDayKey::Closure(closure.on), OwnDay::Closure(closure.clone())));
    let swaps =
        book.swap.iter().map(|swap| (OwnDayKey::Swap(swap.off), OwnDay::Swap(swap.clone())));
    let years =
        book.official.iter().map(|year| (OwnDayKey::Year(year.year), OwnDay::Year(year.clone())));
    closures.chain(swaps).chain(years).collect()
}

fn differences(before: &HolidayBook, after: &HolidayBook) -> Vec<DayChange> {
    let (before, after) = (rows(before), rows(after));
    let of_before = before
        .iter()
        .filter(|(key, old)| after.get(key) != Some(old))
        .map(|(key, old)| DayChange { old: Some(old.clone()), new: after.get(key).cloned() });
    let of_after = after.iter().filter(|(key, _)| !before.contains_key(key));
    let added = of_after.map(|(_, new)| DayChange { old: None, new: Some(new.clone()) });
    of_before.chain(added).collect()
}

impl HolidayBook {
    /// Which holiday a name means, by the legal list; [`DayKind::Announced`] where it names none of them.
    pub fn kind_named(&self, name: &str) -> DayKind {
        let name = text::fold(name);
        let known = self.statutory.iter().find(|row| {
            let row = text::fold(&row.name);
            name.contains(row.split(" (").next().unwrap_or(&row))
        });
        known.map_or(DayKind::Announced, |row| row.kind)
    }
}

impl Calendar {
    /// The days of a year that are off besides the weekly rest, swaps and closures apart: what a notice of it lists.
    pub fn holidays(&self, year: i32) -> Vec<super::DayOff> {
        let days = self.off.values().filter(|off| off.date.year() == year);
        let holidays = days.filter(|off| off.kind.group() == DayGroup::Holiday);
        holidays.cloned().collect()
    }
}

#[cfg(test)]
mod tests;
