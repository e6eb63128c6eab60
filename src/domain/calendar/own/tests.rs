use proptest::prelude::*;

use super::*;
use crate::domain::calendar::AnnouncedDays;
use crate::domain::rulebook::Confidence;

fn shipped() -> HolidayBook {
    toml::from_str(include_str!("../../../../assets/seed/holidays.toml")).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn swap(off: &str, worked: &str) -> DayEdit {
    DayEdit::Swap(Swap { off: day(off), worked: day(worked), name: "Hoán đổi".into() })
}

fn close(from: &str, until: &str) -> DayEdit {
    DayEdit::Close { from: day(from), until: day(until), name: "Bão số 13".into() }
}

fn after(edits: &[DayEdit]) -> OwnDays {
    edits.iter().fold(OwnDays::new(), |own, change| edit(&shipped(), &own, change).unwrap().0)
}

fn calendar(own: &OwnDays) -> Calendar {
    compose(&shipped(), own, 3).unwrap().calendar
}

#[test]
fn a_closure_shuts_the_working_days_of_its_span() {
    // Friday to Monday.
    let own = after(&[close("2026-12-04", "2026-12-07")]);
    let shut: Vec<_> = own.keys().collect();
    assert_eq!(
        shut,
        [&OwnDayKey::Closure(day("2026-12-04")), &OwnDayKey::Closure(day("2026-12-07"))]
    );
    let calendar = calendar(&own);
    assert!(!calendar.is_working(day("2026-12-07")) && calendar.is_working(day("2026-12-08")));
    assert_eq!(calendar.version(), shipped().version + 3);
    let again = edit(&shipped(), &own, &close("2026-12-04", "2026-12-04"));
    assert_eq!(again, Err(DayFault::AlreadyOff(day("2026-12-04"), "Bão số 13".into())));
    let open = DayEdit::Open(day("2026-12-04"));
    let (own, changes) = edit(&shipped(), &own, &open).unwrap();
    assert_eq!((own.len(), changes.len(), changes[0].new.is_none()), (1, 1, true));
    assert_eq!(edit(&shipped(), &own, &open), Err(DayFault::NoSuchDay));
}

#[test]
fn contradictions_are_refused() {
    let refused = |change: &DayEdit| edit(&shipped(), &OwnDays::new(), change).unwrap_err();
    let calendar = |error| DayFault::Calendar(error);
    assert_eq!(refused(&close("2026-12-04", "2026-12-03")), DayFault::WrongSpan);
    assert_eq!(refused(&close("2026-12-04", "2027-01-04")), DayFault::WrongSpan);
    let worked = day("2026-08-22");
    assert_eq!(
        refused(&close("2026-08-21", "2026-08-22")),
        calendar(CalendarError::OffAndWorked(worked))
    );
    assert_eq!(
        refused(&swap("2027-03-01", "2027-03-02")),
        calendar(CalendarError::NotARestDay(day("2027-03-02")))
    );
    assert_eq!(
        refused(&swap("2027-03-06", "2027-03-07")),
        calendar(CalendarError::NotAWorkingDay(day("2027-03-06")))
    );
    assert_eq!(
        refused(&swap("2026-08-20", "2026-08-22")),
        calendar(CalendarError::WorkedTwice(worked))
    );
    assert_eq!(refused(&swap("2026-08-21", "2027-08-21")), DayFault::TooFar);
    assert_eq!(
        refused(&swap("2026-09-02", "2026-09-05")),
        DayFault::AlreadyOff(day("2026-09-02"), "Quốc khánh".into())
    );
    let empty = OfficialYear {
        year: 2027,
        source: "TB 1".into(),
        confidence: Confidence::H,
        days: Vec::new(),
    };
    assert_eq!(refused(&DayEdit::Announce(empty)), DayFault::NoDays);
    assert_eq!(refused(&DayEdit::DropNotice(2026)), DayFault::NoSuchDay);
}

#[test]
fn a_shipped_swap_is_dropped_and_entered_again() {
    let off = day("2026-08-31");
    let own = after(&[DayEdit::DropSwap(off)]);
    assert!(calendar(&own).is_working(off) && !calendar(&own).is_working(day("2026-08-22")));
    assert_eq!(edit(&shipped(), &own, &DayEdit::DropSwap(off)), Err(DayFault::Unchanged));
    let other = swap("2026-08-31", "2026-08-29");
    let (own, changes) = edit(&shipped(), &own, &other).unwrap();
    assert_eq!((changes.len(), changes[0].old.is_none()), (1, true));
    let found = calendar(&own);
    assert!(!found.is_working(off) && found.is_working(day("2026-08-29")));
    assert!(!found.is_working(day("2026-08-22")), "the shipped one stays dropped");
}

#[test]
fn a_notice_takes_the_place_of_what_was_derived_or_shipped() {
    let days = vec![AnnouncedDays {
        on: day("2027-02-04"),
        until: Some(day("2027-02-10")),
        kind: DayKind::LunarNewYear,
        name: "Tết Âm lịch".into(),
    }];
    let notice =
        OfficialYear { year: 2027, source: "TB 6150".into(), confidence: Confidence::H, days };
    let own = after(&[DayEdit::Announce(notice.clone())]);
    let found = calendar(&own);
    assert!(found.is_official(2027) && !calendar(&OwnDays::new()).is_official(2027));
    assert!(!found.is_working(day("2027-02-04")) && found.is_working(day("2027-02-11")));
    assert!(found.is_working(day("2027-04-30")), "exactly the days of the notice");
    let (own, _) = edit(&shipped(), &own, &DayEdit::DropNotice(2027)).unwrap();
    assert!(!calendar(&own).is_official(2027));
    // The release after it ships another notice of that year: the office's own holds.
    let mut later = shipped();
    later.official.push(OfficialYear { days: Vec::new(), ..notice.clone() });
    let own = after(&[DayEdit::Announce(notice)]);
    assert!(!compose(&later, &own, 0).unwrap().calendar.is_working(day("2027-02-04")));
}

#[test]
fn a_later_release_that_contradicts_an_own_day_lets_the_office_start() {
    let own = after(&[close("2027-01-15", "2027-01-15"), close("2027-01-18", "2027-01-18")]);
    let mut later = shipped();
    later.weekly_rest.retain(|rest| rest.weekday != chrono::Weekday::Sat);
    later.swap.clear();
    let composed = compose(&later, &own, 0).unwrap();
    assert_eq!(composed.set_aside, []);
    let own = after(&[swap("2027-03-05", "2027-03-06"), close("2027-01-15", "2027-01-15")]);
    let composed = compose(&later, &own, 0).unwrap();
    assert_eq!(composed.set_aside.len(), 1, "no Saturday is at rest any more");
    assert!(!composed.calendar.is_working(day("2027-01-15")));
}

#[test]
fn names_tell_which_holiday() {
    let book = shipped();
    let rows = [
        ("Nghỉ bù Giỗ Tổ Hùng Vương", DayKind::HungKings),
        ("tet am lich", DayKind::LunarNewYear),
        ("Quốc khánh 2/9", DayKind::National),
        ("Quốc tang", DayKind::Announced),
    ];
    for (name, kind) in rows {
        assert_eq!(book.kind_named(name), kind, "{name}");
    }
    let listed = calendar(&OwnDays::new()).holidays(2026);
    assert_eq!(listed.len(), 11, "{listed:?}");
}

proptest! {
    /// Whatever is entered: it is refused, or the calendar stands and the day is as it says.
    #[test]
    fn an_edit_holds_or_is_refused(offset in 0_i32..1500, len in 0_u64..5, other in 0_i32..40) {
        let from = NaiveDate::from_num_days_from_ce_opt(739_500 + offset).unwrap();
        let until = from + chrono::Days::new(len);
        let own = OwnDays::new();
        let closing = DayEdit::Close { from, until, name: "Bão".into() };
        if let Ok((own, _)) = edit(&shipped(), &own, &closing) {
            let calendar = calendar(&own);
            prop_assert!(from.iter_days().take_while(|d| *d <= until).all(|d| !calendar.is_working(d)));
        }
        let worked = from + chrono::Duration::days(i64::from(other - 20));
        let swapping = DayEdit::Swap(Swap { off: from, worked, name: "Hoán đổi".into() });
        if let Ok((own, _)) = edit(&shipped(), &own, &swapping) {
            prop_assert!(!calendar(&own).is_working(from) && calendar(&own).is_working(worked));
        }
    }
}
