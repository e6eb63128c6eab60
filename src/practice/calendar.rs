//! The days on which petitions came in: working days of the last one to ten years, busier in some months.
//!
//! Every petition of the asked number falls on one of these days. Only for practice data: the office's calendar,
//! with its swapped days, is another matter and belongs to the domain.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::matter::{earlier, later};
use super::random::Random;
use super::stock::Places;

/// A day and how many petitions came in on it.
pub(super) type Load = (NaiveDate, u64);

/// Petitions in a year of the office that asked for the product.
const PER_YEAR: u64 = 2_289;

/// The office's book goes back no further than so many years.
const MOST_YEARS: u64 = 10;

/// Fixed holidays as (month, day).
const HOLIDAYS: [(u32, u32); 4] = [(1, 1), (4, 30), (5, 1), (9, 2)];

/// Days on which the practice office works.
#[derive(Debug)]
pub(super) struct OfficeDays {
    /// Days of rest at the lunar new year, ascending.
    tet: Vec<NaiveDate>,
}

impl OfficeDays {
    /// With the rest at each of these first days of the lunar year: from the eve to mùng 5.
    pub(super) fn new(first_days: &[NaiveDate]) -> Self {
        let rest = |first: &NaiveDate| earlier(*first, 1).iter_days().take(6).collect::<Vec<_>>();
        Self { tet: first_days.iter().flat_map(rest).collect() }
    }

    /// Whether the office is open.
    pub(super) fn is_working(&self, day: NaiveDate) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
            && !HOLIDAYS.contains(&(day.month(), day.day()))
            && self.tet.binary_search(&day).is_err()
    }

    /// The day itself if the office is open, else the next day on which it is.
    pub(super) fn on_or_after(&self, day: NaiveDate) -> NaiveDate {
        day.iter_days().find(|day| self.is_working(*day)).unwrap_or(day)
    }

    /// The day itself if the office is open, else the last day before it on which it was.
    pub(super) fn on_or_before(&self, day: NaiveDate) -> NaiveDate {
        day.iter_days().rev().find(|day| self.is_working(*day)).unwrap_or(day)
    }

    /// So many days on, and then the next day on which the office is open.
    pub(super) fn after(&self, day: NaiveDate, days: u32) -> NaiveDate {
        self.on_or_after(later(day, days))
    }
}

/// Spreads the petitions over the working days up to `last_day`: one year for as many as a year has, ten at most.
pub(super) fn spread(
    petitions: u64,
    last_day: NaiveDate,
    days: &OfficeDays,
    places: &Places,
    random: &mut Random,
) -> Vec<Load> {
    let years = petitions.div_ceil(PER_YEAR).clamp(1, MOST_YEARS);
    let months = Months::new(u32::try_from(years * 12).unwrap_or(12));
    let before = last_day.checked_sub_months(months).unwrap_or(last_day);
    let first = before.checked_add_days(Days::new(1)).unwrap_or(before);
    let mut sum = 0;
    let weighed: Vec<(NaiveDate, u64)> = first
        .iter_days()
        .take_while(|day| *day <= last_day)
        .filter(|day| days.is_working(*day))
        .map(|day| {
            let month = places.months.get(day.month0() as usize).copied().unwrap_or(1);
            let monday = if day.weekday() == Weekday::Mon { 13 } else { 10 };
            sum += u64::from(month * monday * random.between(6, 14));
            (day, sum)
        })
        .collect();
    let mut given = 0;
    let share = |(day, up_to): (NaiveDate, u64)| {
        let wanted = u128::from(petitions) * u128::from(up_to) / u128::from(sum.max(1));
        let wanted = u64::try_from(wanted).unwrap_or(petitions);
        let today = wanted - given;
        given = wanted;
        (day, today)
    };
    weighed.into_iter().map(share).filter(|(_, today)| *today > 0).collect()
}
