//! Days as clerks write them.
//!
//! Day first, always: a text that only makes sense with the month first is no date, not a swapped one.
//! A year is judged by the caller, who knows the column; a missing one comes from the book.

use chrono::{Days, NaiveDate};

use super::{Column, Fault};
use crate::domain::text;

/// Why a text is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotADay {
    /// It has the form of a date, and no calendar has it.
    NoSuchDate,
    /// It has not the form of a date.
    Unreadable,
}

impl NotADay {
    /// The fault that it is in a column.
    pub(super) fn fault(self, column: Column, text: &str) -> Fault {
        let text = text.to_owned();
        match self {
            Self::NoSuchDate => Fault::NoSuchDate { column, text },
            Self::Unreadable => Fault::UnreadableDate { column, text },
        }
    }
}

/// Reads a day: `dd/mm/yyyy`, `d-m-yy`, `dd.mm.yyyy`, `dd/mm` with `year`, `yyyy-mm-dd`, "ngày 5 tháng 1 năm 2017",
/// or the serial number that a spreadsheet shows for a date whose format was lost.
///
/// Words that only introduce a day ("trước ngày", "chậm nhất", "8h30 ngày") are passed over.
pub(super) fn parse(text: &str, year: Option<i32>) -> Result<NaiveDate, NotADay> {
    let without_time = without_time(text);
    let words_only_of_dates = without_time
        .split(|c: char| !c.is_alphabetic())
        .all(|word| word.is_empty() || AROUND_DAY.split(' ').any(|known| known == word));
    if !words_only_of_dates {
        return Err(NotADay::Unreadable);
    }
    let parts: Vec<&str> =
        without_time.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let number = |part: &str| part.parse::<u32>().map_err(|_| NotADay::Unreadable);
    match parts.as_slice() {
        [serial] if serial.len() == 5 && !without_time.contains(['/', '-']) => {
            from_serial(number(serial)?)
        }
        [day, month] if day.len() <= 2 && month.len() <= 2 => {
            let year = year.ok_or(NotADay::Unreadable)?;
            ymd(year, number(month)?, number(day)?)
        }
        [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
            ymd(whole_year(year)?, number(month)?, number(day)?)
        }
        [day, month, year] if day.len() <= 2 && month.len() <= 2 => {
            ymd(whole_year(year)?, number(month)?, number(day)?)
        }
        _ => Err(NotADay::Unreadable),
    }
}

/// The day as the product writes it, `dd/mm/yyyy`.
pub(super) fn written(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

/// Years that a text names, four digits from 1990 to 2099.
pub(super) fn years_in(text: &str) -> impl Iterator<Item = i32> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse().ok())
        .filter(|year| (1990..2100).contains(year))
}

/// Two digits are of this century: no ledger of a computer is older.
fn whole_year(digits: &str) -> Result<i32, NotADay> {
    let year: i32 = digits.parse().map_err(|_| NotADay::Unreadable)?;
    match digits.len() {
        2 => Ok(2000 + year),
        4 => Ok(year),
        _ => Err(NotADay::Unreadable),
    }
}

fn ymd(year: i32, month: u32, day: u32) -> Result<NaiveDate, NotADay> {
    NaiveDate::from_ymd_opt(year, month, day).ok_or(NotADay::NoSuchDate)
}

/// Days since 30/12/1899, as spreadsheets count them.
fn from_serial(serial: u32) -> Result<NaiveDate, NotADay> {
    NaiveDate::from_ymd_opt(1899, 12, 30)
        .filter(|_| (32_000..74_000).contains(&serial))
        .and_then(|zero| zero.checked_add_days(Days::new(u64::from(serial))))
        .ok_or(NotADay::Unreadable)
}

/// Words that may stand before a day without changing which it is.
const AROUND_DAY: &str = "ngay thang nam truoc den trong cham nhat la han sang chieu luc vao het";

/// Folded, without a time of day (`00:00:00`, `8h30`).
fn without_time(text: &str) -> String {
    let bare = text.trim_matches(['\'', '`', ' ', '\u{a0}']);
    let folded = if bare.is_ascii() { bare.to_ascii_lowercase() } else { text::fold(bare) };
    let is_time = |word: &str| {
        let mut parts = word.split([':', 'h', 'g', '.']).filter(|part| !part.is_empty());
        word.contains([':', 'h', 'g'])
            && word.starts_with(|c: char| c.is_ascii_digit())
            && parts.all(|part| part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit()))
    };
    let is_iso = folded.as_bytes().get(10) == Some(&b't');
    if !folded.contains([':', 'h', 'g', ' ']) {
        return folded;
    }
    let spaced = if is_iso { folded.replace('t', " ") } else { folded };
    let kept: Vec<&str> = spaced.split_whitespace().filter(|word| !is_time(word)).collect();
    kept.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_clerks_write_them() {
        let day = NaiveDate::from_ymd_opt(2017, 1, 5);
        for text in [
            "05/01/2017",
            "5/1/2017",
            "5-1-17",
            "05.01.2017",
            " 5 / 1 / 2017 ",
            "5/1/17",
            "05/01",
            "5-1",
            "2017-01-05",
            "2017-01-05 00:00:00",
            "2017-01-05T00:00:00",
            "05/01/2017 08:30",
            "ngày 5 tháng 1 năm 2017",
            "ngày 05/01/2017",
            "42740",
            "'05/01/2017",
            "05/01/2017.",
            "trước ngày 5/1",
            "sáng 5/1",
            "8h30 ngày 05/01/2017",
            "08:30 05/01/2017",
        ] {
            assert_eq!(parse(text, Some(2017)).ok(), day, "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_not_made_one() {
        for text in ["31/02/2017", "31/6/2017", "12/31/2017", "0/1/2017", "5/0/2017"] {
            assert_eq!(parse(text, Some(2017)), Err(NotADay::NoSuchDate), "{text}");
        }
        for text in
            ["", "sau 5/1", "5", "5/1/201", "5/1/20171", "03-05/01/2017", "2017", "99999", "5 đơn"]
        {
            assert_eq!(parse(text, Some(2017)), Err(NotADay::Unreadable), "{text}");
        }
        assert_eq!(parse("05/01", None), Err(NotADay::Unreadable));
    }

    proptest::proptest! {
        #[test]
        fn a_written_day_is_read_back(days in 0u64..40_000) {
            let day = NaiveDate::from_ymd_opt(1990, 1, 1).unwrap() + Days::new(days);
            proptest::prop_assert_eq!(parse(&written(day), None), Ok(day));
        }
    }
}
