use std::sync::LazyLock;

use proptest::prelude::*;
use serde::Deserialize;

use super::super::calendar::{Closure, DayKind, HolidayBook};
use super::super::rulebook::RuleRows;
use super::*;

fn holidays() -> HolidayBook {
    toml::from_str(include_str!("../../../assets/seed/holidays.toml")).unwrap()
}

static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| Calendar::new(&holidays()).unwrap());

static RULEBOOK: LazyLock<Rulebook> = LazyLock::new(|| {
    let rows: RuleRows = toml::from_str(include_str!("../../../assets/seed/rules.toml")).unwrap();
    Rulebook::new(rows).unwrap()
});

fn calendar() -> &'static Calendar {
    &CALENDAR
}

fn rulebook() -> &'static Rulebook {
    &RULEBOOK
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A term of any length, told apart from the law's.
fn clock(days: u16, unit: Unit, base: &str) -> Clock {
    let mut rule = rulebook().rule("TC-CH").unwrap().clone();
    (rule.value, rule.unit) = (Some(days), unit);
    Clock::new(rule, day(base))
}

fn paused(suspended_on: &str, resumed_on: Option<&str>) -> Pause {
    Pause {
        suspended_on: day(suspended_on),
        resumed_on: resumed_on.map(day),
        document: "QĐ 12/QĐ-UBND".to_owned(),
    }
}

fn extended(decided_on: &str, days: u16) -> Extension {
    Extension { decided_on: day(decided_on), days, document: Some("QĐ 15/QĐ-UBND".to_owned()) }
}

#[test]
fn the_vectors_of_the_law_file() {
    let calendar = calendar();
    let (cal, work) = (Unit::CalendarDays, Unit::WorkingDays);
    let rows = [
        ("2018-02-02", 10, cal, "2018-02-12"),
        ("2018-01-15", 30, cal, "2018-02-21"),
        ("2018-02-09", 10, work, "2018-03-02"),
        ("2019-01-28", 7, work, "2019-02-13"),
        ("2020-01-10", 15, cal, "2020-01-30"),
        ("2024-04-25", 5, work, "2024-05-06"),
        ("2025-04-24", 7, work, "2025-05-07"),
        ("2025-08-01", 30, cal, "2025-09-03"),
        ("2026-08-26", 7, work, "2026-09-09"),
        ("2026-10-01", 30, cal, "2026-11-02"),
    ];
    for (base, days, unit, due) in rows {
        let explained = clock(days, unit, base).explain(calendar, day(base)).unwrap();
        assert_eq!(explained.due, day(due), "{base} + {days} {unit:?}");
    }
    let mut suspended = clock(30, cal, "2026-10-01");
    suspended.pauses = vec![paused("2026-10-12", Some("2026-10-26"))];
    let explained = suspended.explain(calendar, day("2026-10-26")).unwrap();
    assert_eq!((explained.raw, explained.due), (day("2026-11-14"), day("2026-11-16")));
    assert_eq!(explained.pauses[0].days, 14);
}

#[test]
fn the_sixty_vectors() {
    #[derive(Deserialize)]
    struct Case {
        rule: String,
        days: u16,
        unit: String,
        due: NaiveDate,
        from: NaiveDate,
    }
    let text = include_str!("../../../tests/fixtures/law/deadline-cases.json");
    let cases: Vec<Case> = serde_json::from_str(text).unwrap();
    assert_eq!(cases.len(), 60);
    let (rulebook, calendar) = (rulebook(), calendar());
    for case in cases {
        let name = case.rule.split([':', ' ']).next().unwrap();
        let suffix = if case.rule.contains("remote") { "-VX" } else { "" };
        let name = format!("{name}{suffix}");
        let is_complex = case.rule.contains("complex");
        let found = lookup(rulebook, calendar, &name, case.from, is_complex).unwrap();
        let unit = match found.unit {
            Unit::WorkingDays => "working",
            Unit::CalendarDays => "calendar",
            Unit::Years | Unit::AtOnce | Unit::Unset => "none",
        };
        let got = (found.due, found.days, unit);
        assert_eq!(got, (case.due, case.days, case.unit.as_str()), "{name} {}", case.from);
    }
}

#[test]
fn due_dates_by_rule_and_variant() {
    let (rulebook, calendar) = (rulebook(), calendar());
    let rows = [
        // Both sides of the change of 01/07/2026 and of the law of 2018.
        ("KN1-TL", "2026-06-30", false, "KN1-TL-b", "2026-07-10"),
        ("KN1-TL", "2026-07-01", false, "KN1-TL-c", "2026-07-10"),
        ("KN2-TL", "2026-06-30", false, "KN2-TL-b", "2026-07-10"),
        ("TC11-KT", "2018-12-31", false, "TC11-KT", "2019-01-10"),
        ("TC-KT", "2019-01-01", false, "TC-KT", "2019-01-09"),
        // 31/12 of a swapped year is off, the Saturday after it is worked.
        ("TC-CH", "2019-01-01", false, "TC-CH", "2019-01-07"),
        ("XLD-10", "2018-12-31", false, "XLD-10", "2019-01-14"),
        ("KN1-GQ", "2018-12-01", false, "KN1-GQ", "2019-01-02"),
        ("KN1-GQ", "2018-12-06", false, "KN1-GQ", "2019-01-05"),
        // 29 February.
        ("KN1-GQ", "2024-02-29", false, "KN1-GQ", "2024-04-01"),
        ("KN1-GQ", "2024-01-30", false, "KN1-GQ", "2024-02-29"),
        ("TC-CH", "2024-02-22", false, "TC-CH", "2024-02-29"),
        ("DON-LUU", "2016-02-29", false, "DON-LUU", "2017-02-28"),
        ("DON-LUU", "2016-01-01", false, "DON-LUU", "2017-01-03"),
        // Remote and complex.
        ("KN1-GQ-VX", "2018-01-15", true, "KN1-GQ-VX", "2018-03-16"),
        ("KN2-GQ", "2018-01-15", true, "KN2-GQ", "2018-03-16"),
        ("KN2-GQ-VX", "2018-01-15", true, "KN2-GQ-VX", "2018-03-26"),
        ("TC-GQ", "2024-04-23", true, "TC-GQ", "2024-06-24"),
        ("TC11-GQ", "2017-03-01", true, "TC11-GQ", "2017-05-30"),
        ("TC-KT", "2023-06-16", true, "TC-KT", "2023-06-30"),
        ("TC-CH", "2024-03-22", true, "TC-CH", "2024-03-29"),
        // Backwards: at least five days ahead.
        ("TCD-LICH", "2026-09-09", false, "TCD-LICH", "2026-08-28"),
        ("KN-DT", "2026-09-07", false, "KN-DT", "2026-08-28"),
        ("TC-27", "2026-08-29", false, "TC-27", "2026-09-03"),
    ];
    for (asked, from, complex, rule, due) in rows {
        let found = lookup(rulebook, calendar, asked, day(from), complex).unwrap();
        assert_eq!((found.rule.as_str(), found.due), (rule, day(due)), "{asked} {from} {complex}");
    }
}

#[test]
fn a_due_date_explains_itself() {
    let (rulebook, calendar) = (rulebook(), calendar());
    let reasons = |explained: &Explained| -> Vec<_> {
        explained.skipped.iter().map(|off| (off.date.to_string(), off.kind)).collect()
    };
    let rolled = lookup(rulebook, calendar, "KN1-GQ", day("2018-01-15"), false).unwrap();
    assert_eq!((rolled.raw, rolled.rolled_from), (day("2018-02-14"), Some(day("2018-02-14"))));
    assert_eq!(rolled.skipped.len(), 7, "14/02 to 20/02, weekend within");
    assert_eq!(rolled.skipped[0].name, "Tết Âm lịch");
    assert_eq!((rolled.citation.as_str(), rolled.days), ("LKN Đ.28", 30));
    assert_eq!(rolled.unannounced_years, [0; 0]);

    let swapped = lookup(rulebook, calendar, "TC-CH", day("2024-04-25"), false).unwrap();
    let expected = [
        ("2024-04-27".to_owned(), DayKind::WeeklyRest),
        ("2024-04-28".to_owned(), DayKind::WeeklyRest),
        ("2024-04-29".to_owned(), DayKind::Swap),
        ("2024-04-30".to_owned(), DayKind::Victory),
        ("2024-05-01".to_owned(), DayKind::Labour),
        ("2024-05-05".to_owned(), DayKind::WeeklyRest),
    ];
    assert_eq!(reasons(&swapped), expected);
    assert_eq!(swapped.worked_rest_days[0].date, day("2024-05-04"));

    let plain = lookup(rulebook, calendar, "KN1-GQ", day("2024-04-23"), false).unwrap();
    assert_eq!((plain.rolled_from, plain.skipped.len()), (None, 0));
    let ahead = lookup(rulebook, calendar, "KN-DT", day("2026-09-07"), false).unwrap();
    assert_eq!((ahead.raw, ahead.skipped.len()), (day("2026-09-02"), 5));
    let unannounced = lookup(rulebook, calendar, "XLD-10", day("2026-12-28"), false).unwrap();
    assert_eq!(unannounced.unannounced_years, [2027]);
    let supposed = lookup(rulebook, calendar, "TC-GQ", day("2024-04-23"), true).unwrap();
    assert_eq!((supposed.extensions[0].days, &supposed.extensions[0].document), (30, &None));
}

#[test]
fn what_has_no_date_says_so() {
    let (rulebook, calendar) = (rulebook(), calendar());
    let error = |asked, from| lookup(rulebook, calendar, asked, from, false).unwrap_err();
    assert!(matches!(
        error("KNPA-GQ", day("2018-01-15")),
        LookupError::Deadline(DeadlineError::Unset { .. })
    ));
    assert!(matches!(error("KN9", day("2018-01-15")), LookupError::Unknown(_)));
    assert_eq!(error("XLD-10", NaiveDate::MAX), DeadlineError::OutOfRange.into());
    assert_eq!(error("KN1-GQ", NaiveDate::MAX), DeadlineError::OutOfRange.into());
}

#[test]
fn suspensions_follow_each_other() {
    let mut term = clock(5, Unit::WorkingDays, "2026-08-03");
    let mut explain = |pauses: &[(&str, Option<&str>)]| {
        term.pauses = pauses.iter().map(|(from, to)| paused(from, *to)).collect();
        term.explain(calendar(), day("2026-08-20")).map(|explained| explained.due)
    };
    let wrong = |on: &str| Err(DeadlineError::Pauses(day(on)));
    assert_eq!(explain(&[("2026-08-05", Some("2026-08-04"))]), wrong("2026-08-05"));
    let within = [("2026-08-04", Some("2026-08-06")), ("2026-08-05", Some("2026-08-07"))];
    assert_eq!(explain(&within), wrong("2026-08-05"));
    assert_eq!(explain(&[("2026-08-04", None), ("2026-08-05", None)]), wrong("2026-08-05"));
    // Two days and one; what rested before the base event counts for nothing.
    let three = [
        ("2026-08-07", Some("2026-08-10")),
        ("2026-08-04", Some("2026-08-06")),
        ("2026-07-20", Some("2026-07-22")),
        ("2026-07-22", Some("2026-07-29")),
    ];
    assert_eq!(explain(&three), Ok(day("2026-08-13")));
}

#[test]
fn a_suspended_term_rests_and_keeps_what_it_earned() {
    let calendar = calendar();
    let mut settling = Clock::new(rulebook().rule("KN1-GQ").unwrap().clone(), day("2026-08-03"));
    settling.pauses = vec![paused("2026-08-10", None)];
    // Long past the first due date it still rests.
    let state = settling.state(day("2026-12-10"), calendar).unwrap();
    let since = day("2026-08-10");
    assert_eq!(state, ClockState::Suspended { since, due_if_resumed: day("2027-01-04") });
    // Before the suspension it ran.
    let state = settling.state(day("2026-08-09"), calendar).unwrap();
    assert_eq!(state, ClockState::Running { due: day("2026-09-03"), days_left: 25 });
    settling.pauses[0].resumed_on = Some(day("2026-08-15"));
    let due = |clock: &Clock| clock.explain(calendar, day("2026-08-20")).unwrap().due;
    assert_eq!(due(&settling), day("2026-09-07"));
    settling.complexity = Complexity::Complex;
    assert_eq!(due(&settling), day("2026-09-22"), "reclassified, the pause is kept");
}

#[test]
fn a_suspension_after_the_end_does_not_help() {
    let calendar = calendar();
    let mut term = clock(5, Unit::CalendarDays, "2026-08-03");
    // The raw end is Saturday 08/08, the due date Monday 10/08.
    term.pauses = vec![paused("2026-08-11", None)];
    let state = term.state(day("2026-08-13"), calendar).unwrap();
    assert_eq!(state, ClockState::Overdue { due: day("2026-08-10"), days_over: 3 });
    term.pauses = vec![paused("2026-08-10", Some("2026-08-13"))];
    let explained = term.explain(calendar, day("2026-08-13")).unwrap();
    assert_eq!(explained.due, day("2026-08-13"), "never before it went on");
}

#[test]
fn a_stopped_term_stays_as_it_ended() {
    let calendar = calendar();
    let mut term = clock(5, Unit::WorkingDays, "2026-08-03");
    let due = day("2026-08-10");
    term.stopped_on = Some(due);
    let later = day("2027-01-01");
    assert_eq!(term.state(later, calendar), Ok(ClockState::Met { on: due, due }));
    let on = day("2026-08-12");
    term.stopped_on = Some(on);
    assert_eq!(term.state(later, calendar), Ok(ClockState::Missed { on, due, days_over: 2 }));
    let state = term.state(day("2026-08-11"), calendar);
    assert_eq!(state, Ok(ClockState::Overdue { due, days_over: 1 }));
    assert_eq!(term.state(due, calendar), Ok(ClockState::Running { due, days_left: 0 }));
}

#[test]
fn extensions_stay_within_the_caps() {
    let calendar = calendar();
    let mut term = Clock::new(rulebook().rule("TC-GQ").unwrap().clone(), day("2026-08-03"));
    let on = day("2026-08-20");
    let citation = || "LTC 2018 Đ.30".to_owned();
    let refused = term.may_extend(on, 30, calendar).unwrap_err();
    assert_eq!(refused, ExtensionRefused::NotAllowed(citation()));
    term.complexity = Complexity::Complex;
    let refused = term.may_extend(on, 31, calendar).unwrap_err();
    assert_eq!(refused, ExtensionRefused::TooLong { max_days: 30, citation: citation() });
    assert!(term.may_extend(on, 0, calendar).is_err());
    assert_eq!(term.may_extend(day("2026-09-03"), 30, calendar), Ok(()));
    let late = term.may_extend(day("2026-09-04"), 30, calendar).unwrap_err();
    assert_eq!(late, ExtensionRefused::TooLate(day("2026-09-03")));
    term.extensions = vec![extended("2026-08-20", 30)];
    let refused = term.may_extend(on, 30, calendar).unwrap_err();
    assert_eq!(refused, ExtensionRefused::TooMany { times: 1, citation: citation() });
    term.complexity = Complexity::VeryComplex;
    assert_eq!(term.may_extend(on, 30, calendar), Ok(()));
    term.extensions.push(extended("2026-09-15", 30));
    let before = term.explain(calendar, day("2026-09-14")).unwrap();
    assert_eq!((before.due, before.extensions.len()), (day("2026-10-02"), 1));
    let after = term.explain(calendar, day("2026-09-15")).unwrap();
    assert_eq!((after.raw, after.due), (day("2026-11-01"), day("2026-11-02")));
}

#[test]
fn the_units_own_date_lies_ahead() {
    let calendar = calendar();
    assert_eq!(internal_date(day("2018-03-02"), 10, calendar), Some(day("2018-02-13")));
    assert_eq!(internal_date(day("2018-03-26"), 10, calendar), Some(day("2018-03-16")));
}

prop_compose! {
    fn any_day()(offset in 0_i32..7300) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(734_700 + offset).unwrap()
    }
}

proptest! {
    #[test]
    fn every_due_date_is_a_working_day(base in any_day(), pause in 0_u64..90, len in 0_u64..60) {
        let calendar = calendar();
        for rule in rulebook().rules() {
            let mut clock = Clock::new(rule.clone(), base);
            let suspended_on = base + Days::new(pause);
            let resumed_on = Some(suspended_on + Days::new(len));
            clock.pauses = vec![Pause { suspended_on, resumed_on, document: String::new() }];
            match clock.explain(calendar, base + Days::new(400)) {
                Ok(explained) => {
                    prop_assert!(calendar.is_working(explained.due), "{}", rule.id);
                    prop_assert_eq!(explained.due >= base, rule.direction == Direction::After);
                    prop_assert!(explained.skipped.iter().all(|off| !calendar.is_working(off.date)));
                }
                Err(error) => {
                    let is_unset = matches!(error, DeadlineError::Unset { .. });
                    prop_assert!(is_unset && rule.unit == Unit::Unset);
                }
            }
        }
    }

    #[test]
    fn pausing_moves_by_what_was_paused(
        base in any_day(), days in 1_u16..90, start in 0_u64..90, len in 0_u64..60,
    ) {
        let calendar = calendar();
        let mut term = clock(days, Unit::CalendarDays, "2016-01-01");
        term.base = base;
        let on = base + Days::new(400);
        let before = term.explain(calendar, on).unwrap();
        let suspended_on = base + Days::new(start.min(u64::from(days)));
        let resumed_on = Some(suspended_on + Days::new(len));
        term.pauses = vec![Pause { suspended_on, resumed_on, document: String::new() }];
        let after = term.explain(calendar, on).unwrap();
        prop_assert_eq!(after.raw, before.raw + Days::new(len));
        prop_assert_eq!(Some(after.due), calendar.roll_forward(after.raw));
    }

    #[test]
    fn working_days_outside_the_pause_are_the_term(
        base in any_day(), days in 1_u16..40, start in 0_u64..40, len in 0_u64..60,
    ) {
        let calendar = calendar();
        let mut term = clock(days, Unit::WorkingDays, "2016-01-01");
        term.base = base;
        let suspended_on = base + Days::new(start);
        let resumed = suspended_on + Days::new(len);
        let resumed_on = Some(resumed);
        term.pauses = vec![Pause { suspended_on, resumed_on, document: String::new() }];
        let explained = term.explain(calendar, base + Days::new(400)).unwrap();
        let counted = calendar.working_days(base, explained.due);
        let paused = calendar.working_days(suspended_on, resumed);
        let rests = explained.pauses[0].days;
        prop_assert!(rests == 0 || rests == paused);
        let moved = explained.rolled_from.is_some() || explained.raw == resumed;
        prop_assert!(counted == u32::from(days) + rests || moved && rests == paused);
    }

    #[test]
    fn a_new_day_off_never_brings_a_due_date_forward(
        base in any_day(), off in 0_u64..150, start in 0_u64..60, len in 0_u64..60,
    ) {
        let (old, mut book) = (calendar(), holidays());
        let on = base + Days::new(off);
        // A day that is worked in exchange cannot be a closure too.
        if matches!(old.day(on), super::super::calendar::Day::Swapped(_)) {
            return Ok(());
        }
        book.closure.push(Closure { on, name: "Bão".to_owned() });
        let new = Calendar::new(&book).unwrap();
        for rule in rulebook().rules().iter().filter(|rule| rule.unit != Unit::Unset) {
            let mut term = Clock::new(rule.clone(), base);
            let suspended_on = base + Days::new(start);
            let resumed_on = Some(suspended_on + Days::new(len));
            term.pauses = vec![Pause { suspended_on, resumed_on, document: String::new() }];
            let known = base + Days::new(400);
            let (before, after) =
                (term.explain(old, known).unwrap().due, term.explain(&new, known).unwrap().due);
            match rule.direction {
                Direction::After => prop_assert!(after >= before, "{}: {before} {after}", rule.id),
                Direction::Before => prop_assert!(after <= before, "{}: {before} {after}", rule.id),
            }
        }
    }
}
