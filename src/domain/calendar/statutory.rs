//! The legal list of holidays, turned into the days off of a year that has no official notice.
//!
//! A row is dated by years, so a change of the Labour Code is a new row. Arithmetic only; the rows are data.
//! Invariant: a holiday on a weekly rest day moves to the next day that is worked (BLLĐ 45/2019 Đ.111(3)), so a year
//! has as many days off as its rows say, unless two holidays share a date.
//! Called by `calendar` alone.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::super::lunar;
use super::{DayKind, DayOff};

/// One holiday of the legal list (BLLĐ 2019 Đ.112).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statutory {
    /// Its name.
    pub name: String,
    /// Which holiday.
    pub kind: DayKind,
    /// Where it stands in the law.
    pub citation: String,
    /// Whether month and day are of the lunar calendar.
    #[serde(default)]
    pub is_lunar: bool,
    /// Month of the feast.
    pub month: u32,
    /// Day of the feast.
    pub day: u32,
    /// Days off before the feast.
    #[serde(default)]
    pub days_before: u32,
    /// Days off after the feast.
    #[serde(default)]
    pub days_after: u32,
    /// One more day off, next to the feast on either side as the Prime Minister decides.
    #[serde(default)]
    pub has_adjacent_day: bool,
    /// First year of the row; `None` is older than the book.
    #[serde(default)]
    pub from_year: Option<i32>,
    /// Last year of the row; `None` is still in force.
    #[serde(default)]
    pub to_year: Option<i32>,
    /// Switched off until its enactment is confirmed.
    #[serde(default = "active")]
    pub is_active: bool,
}

fn active() -> bool {
    true
}

impl Statutory {
    fn is_of(&self, year: i32) -> bool {
        self.is_active
            && self.from_year.is_none_or(|from| from <= year)
            && self.to_year.is_none_or(|to| year <= to)
    }

    /// The dates of the holiday in a year, before any of them moves.
    fn dates(&self, year: i32, is_rest: impl Fn(NaiveDate) -> bool) -> Option<Vec<NaiveDate>> {
        let feast = if self.is_lunar {
            lunar::solar(year, self.month, self.day)
        } else {
            NaiveDate::from_ymd_opt(year, self.month, self.day)
        }?;
        let first = feast.checked_sub_days(Days::new(u64::from(self.days_before)))?;
        let last = feast.checked_add_days(Days::new(u64::from(self.days_after)))?;
        let mut dates: Vec<_> = first.iter_days().take_while(|day| *day <= last).collect();
        if self.has_adjacent_day {
            dates.push(adjacent(feast, is_rest)?);
        }
        Some(dates)
    }
}

/// The day beside a feast that makes the longer break: the worked one of the two, after the feast if the weekend
/// follows, else before it. So were the years 2021–2026 announced.
fn adjacent(feast: NaiveDate, is_rest: impl Fn(NaiveDate) -> bool) -> Option<NaiveDate> {
    let (before, after) = (feast.pred_opt()?, feast.succ_opt()?);
    let joins_weekend = !is_rest(after) && is_rest(after.succ_opt()?);
    Some(if is_rest(before) || joins_weekend { after } else { before })
}

/// The days off of a year by the legal list, those on a weekly rest day moved.
pub(super) fn days_off(
    rows: &[Statutory],
    year: i32,
    is_rest: impl Fn(NaiveDate) -> bool,
) -> Vec<DayOff> {
    let holidays = rows.iter().filter(|row| row.is_of(year));
    let mut named: BTreeMap<NaiveDate, &Statutory> = BTreeMap::new();
    for row in holidays {
        for date in row.dates(year, &is_rest).unwrap_or_default() {
            named.entry(date).or_insert(row);
        }
    }
    let (at_rest, worked): (BTreeMap<_, _>, BTreeMap<_, _>) =
        named.into_iter().partition(|(date, _)| is_rest(*date));
    let mut placed = worked;
    for (date, row) in at_rest {
        let free = date.iter_days().find(|day| !is_rest(*day) && !placed.contains_key(day));
        placed.extend(free.map(|day| (day, row)));
    }
    placed
        .into_iter()
        .map(|(date, row)| DayOff { date, kind: row.kind, name: row.name.clone() })
        .collect()
}
