use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;

fn book() -> HolidayBook {
    toml::from_str(include_str!("../../../assets/seed/holidays.toml")).unwrap()
}

static SEED: LazyLock<Calendar> = LazyLock::new(|| Calendar::new(&book()).unwrap());

fn seed() -> &'static Calendar {
    &SEED
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The days off of a year that are no weekly rest, as "dd/mm".
fn off(calendar: &Calendar, year: i32) -> String {
    let last = NaiveDate::from_ymd_opt(year - 1, 12, 31).unwrap();
    let days = calendar.days_off(last, NaiveDate::from_ymd_opt(year, 12, 31).unwrap());
    let named = days.iter().filter(|off| off.kind != DayKind::WeeklyRest);
    named.map(|off| off.date.format("%d/%m").to_string()).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_announced_years_are_those_of_the_law_file() {
    let calendar = seed();
    let rows = [
        (2016, "01/01 08/02 09/02 10/02 11/02 12/02 18/04 02/05 03/05 02/09"),
        (2017, "02/01 26/01 27/01 30/01 31/01 01/02 06/04 01/05 02/05 04/09"),
        (2018, "01/01 14/02 15/02 16/02 19/02 20/02 25/04 30/04 01/05 03/09 31/12"),
        (2019, "01/01 04/02 05/02 06/02 07/02 08/02 15/04 29/04 30/04 01/05 02/09"),
        (2020, "01/01 23/01 24/01 27/01 28/01 29/01 02/04 30/04 01/05 02/09"),
        (2021, "01/01 10/02 11/02 12/02 15/02 16/02 21/04 30/04 03/05 02/09 03/09"),
        (2022, "03/01 31/01 01/02 02/02 03/02 04/02 11/04 02/05 03/05 01/09 02/09"),
        (2023, "02/01 20/01 23/01 24/01 25/01 26/01 01/05 02/05 03/05 01/09 04/09"),
        (2024, "01/01 08/02 09/02 12/02 13/02 14/02 18/04 29/04 30/04 01/05 02/09 03/09"),
        (2025, "01/01 27/01 28/01 29/01 30/01 31/01 07/04 30/04 01/05 02/05 01/09 02/09"),
        (2026, "01/01 02/01 16/02 17/02 18/02 19/02 20/02 27/04 30/04 01/05 31/08 01/09 02/09"),
    ];
    for (year, expected) in rows {
        assert_eq!(off(calendar, year), expected, "{year}");
        assert!(calendar.is_official(year));
    }
    let worked: Vec<_> = calendar.worked.keys().map(ToString::to_string).collect();
    let saturdays =
        ["2019-01-05", "2019-05-04", "2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22"];
    assert_eq!(worked, saturdays);
    assert!(worked.iter().all(|worked| calendar.is_working(day(worked))));
}

#[test]
fn years_without_a_notice_are_derived_and_say_so() {
    let calendar = seed();
    let rows = [
        // Tết of four days by the Labour Code of 1994, two of them at the weekend.
        (2013, "01/01 11/02 12/02 13/02 14/02 19/04 30/04 01/05 02/09"),
        (2014, "01/01 30/01 31/01 03/02 04/02 05/02 09/04 30/04 01/05 02/09"),
        (2015, "01/01 18/02 19/02 20/02 23/02 24/02 28/04 30/04 01/05 02/09"),
        (2027, "01/01 05/02 08/02 09/02 10/02 11/02 16/04 30/04 03/05 02/09 03/09"),
        (2028, "03/01 25/01 26/01 27/01 28/01 31/01 04/04 01/05 02/05 01/09 04/09"),
        (2029, "01/01 12/02 13/02 14/02 15/02 16/02 23/04 30/04 01/05 03/09 04/09"),
        (2030, "01/01 01/02 04/02 05/02 06/02 07/02 12/04 30/04 01/05 02/09 03/09"),
        (2031, "01/01 22/01 23/01 24/01 27/01 28/01 01/04 30/04 01/05 01/09 02/09"),
    ];
    for (year, expected) in rows {
        assert_eq!(off(calendar, year), expected, "{year}");
        assert!(!calendar.is_official(year));
    }
}

#[test]
fn without_their_notice_the_known_years_would_be_derived_nearly_right() {
    let mut book = book();
    book.official.clear();
    book.swap.clear();
    let derived = Calendar::new(&book).unwrap();
    // Everything but the choice which days of Tết surround the feast is fixed by the legal list.
    let outside_tet = |calendar: &Calendar, year: i32| {
        let last = NaiveDate::from_ymd_opt(year, 12, 31).unwrap();
        let days = calendar.days_off(NaiveDate::from_ymd_opt(year, 3, 1).unwrap(), last);
        let dates = days.into_iter().filter(|off| off.kind != DayKind::Swap);
        dates.map(|off| off.date).collect::<Vec<_>>()
    };
    let mut announced = seed().clone();
    announced.worked.clear();
    for year in 2016..=2026 {
        let mut expected = outside_tet(&announced, year);
        let swapped = announced.off.values().filter(|off| off.kind == DayKind::Swap);
        let swapped: Vec<_> = swapped.map(|off| off.date).collect();
        expected.retain(|date| !swapped.contains(date));
        assert_eq!(outside_tet(&derived, year), expected, "{year}");
    }
}

#[test]
fn the_day_of_culture_is_off_by_a_switch() {
    let mut book = book();
    assert!(seed().is_working(day("2027-11-24")));
    book.statutory.iter_mut().for_each(|row| row.is_active = true);
    assert!(!Calendar::new(&book).unwrap().is_working(day("2027-11-24")));
}

#[test]
fn every_day_off_has_its_reason() {
    let calendar = seed();
    let rows = [
        ("2018-02-16", DayKind::LunarNewYear, "Tết Âm lịch"),
        ("2018-02-17", DayKind::WeeklyRest, "Thứ Bảy"),
        ("2018-12-31", DayKind::Swap, "Hoán đổi: nghỉ 31/12/2018, làm bù 05/01/2019"),
        ("2027-04-16", DayKind::HungKings, "Giỗ Tổ Hùng Vương (10/3 âm lịch)"),
    ];
    for (date, kind, name) in rows {
        let off = DayOff { date: day(date), kind, name: name.to_owned() };
        assert_eq!(calendar.day(day(date)), Day::Off(off));
    }
    assert!(matches!(calendar.day(day("2019-01-05")), Day::Swapped(_)));
    assert_eq!(calendar.day(day("2019-01-04")), Day::Working);
}

#[test]
fn contradicting_rows_are_refused() {
    let swap = |off: &str, worked: &str| Swap {
        off: day(off),
        worked: day(worked),
        name: "Hoán đổi".to_owned(),
    };
    let refused = |change: &dyn Fn(&mut HolidayBook)| {
        let mut book = book();
        change(&mut book);
        Calendar::new(&book).unwrap_err()
    };
    let saturday = day("2025-04-26");
    assert_eq!(
        refused(&|book| {
            book.closure.push(Closure { on: saturday, name: "Bão".to_owned() });
        }),
        CalendarError::OffAndWorked(saturday)
    );
    assert_eq!(
        refused(&|book| book.swap.push(swap("2027-03-01", "2027-03-02"))),
        CalendarError::NotARestDay(day("2027-03-02"))
    );
    assert_eq!(
        refused(&|book| book.swap.push(swap("2027-03-06", "2027-03-07"))),
        CalendarError::NotAWorkingDay(day("2027-03-06"))
    );
    assert_eq!(
        refused(&|book| book.swap.push(swap("2025-05-05", "2025-04-26"))),
        CalendarError::WorkedTwice(saturday)
    );
    assert_eq!(
        refused(&|book| book.official.push(book.official[0].clone())),
        CalendarError::YearTwice(2016)
    );
    assert_eq!(
        refused(&|book| book.official[0].days[0].on = day("2017-01-01")),
        CalendarError::WrongSpan { year: 2016, on: day("2017-01-01") }
    );
    let whole_week = |book: &mut HolidayBook| {
        for weekday in [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri] {
            book.weekly_rest.push(WeeklyRest { weekday, name: String::new() });
        }
    };
    assert_eq!(refused(&whole_week), CalendarError::NoWorkingDay);
}

#[test]
fn a_closure_shuts_the_office_and_harms_no_holiday() {
    let mut book = book();
    for on in ["2026-11-06", "2026-11-07", "2026-09-02"] {
        book.closure.push(Closure { on: day(on), name: "Bão số 13".to_owned() });
    }
    let calendar = Calendar::new(&book).unwrap();
    let kind = |on: &str| match calendar.day(day(on)) {
        Day::Off(off) => Some(off.kind),
        Day::Working | Day::Swapped(_) => None,
    };
    assert_eq!(kind("2026-11-06"), Some(DayKind::Closure));
    assert_eq!(kind("2026-11-07"), Some(DayKind::WeeklyRest));
    assert_eq!(kind("2026-09-02"), Some(DayKind::National));
}

#[test]
fn the_ends_of_time_are_no_panic() {
    let calendar = seed();
    assert_eq!(calendar.advance(NaiveDate::MAX, 1), None);
    assert_eq!(calendar.retreat(NaiveDate::MIN, 1), None);
    assert_eq!(calendar.working_days(day("2026-01-02"), day("2026-01-01")), 0);
    assert_eq!(calendar.days_worked(day("2027-01-02"), day("2026-01-01")), []);
}

proptest! {
    #[test]
    fn advancing_and_counting_agree(offset in 0_i32..9000, days in 0_u32..120) {
        let calendar = seed();
        let from = NaiveDate::from_num_days_from_ce_opt(733_000 + offset).unwrap();
        let end = calendar.advance(from, days).unwrap();
        prop_assert_eq!(calendar.working_days(from, end), days);
        if days > 0 {
            prop_assert!(calendar.is_working(end));
            let start = calendar.retreat(end, days).unwrap();
            prop_assert!(start <= from && calendar.working_days(start, from) == 0 || start == from);
        }
    }

    #[test]
    fn a_day_is_worked_off_or_swapped(offset in 0_i32..36_000) {
        let calendar = seed();
        let date = NaiveDate::from_num_days_from_ce_opt(730_000 + offset).unwrap();
        let is_off = match calendar.day(date) {
            Day::Off(off) => { prop_assert!(!off.name.is_empty()); true }
            Day::Working | Day::Swapped(_) => false,
        };
        prop_assert_eq!(is_off, !calendar.is_working(date));
        prop_assert!(!(calendar.off.contains_key(&date) && calendar.worked.contains_key(&date)));
    }
}
