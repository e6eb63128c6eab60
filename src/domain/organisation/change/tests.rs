//! Tables of what a unit was on a day, and of what contradicts.

use super::*;
use crate::domain::organisation::UnitKind;

pub(in crate::domain::organisation) fn day(day: &str) -> NaiveDate {
    day.parse().unwrap()
}

pub(in crate::domain::organisation) fn unit(id: u16, name: &str) -> Unit {
    Unit {
        id: UnitId(id),
        name: name.into(),
        short_name: format!("P. {id}"),
        kind: UnitKind::Ward,
        is_remote: false,
        valid_from: Some(day("2000-01-01")),
        valid_to: None,
        aliases: Vec::new(),
        changes: Vec::new(),
    }
}

/// Three wards that are there and one that ended in 2010.
fn units() -> Vec<Unit> {
    let mut units: Vec<_> = (1..=4).map(|id| unit(id, &format!("UBND phường {id}"))).collect();
    units[3].valid_to = Some(day("2010-12-31"));
    units
}

fn change(on: &str, what: Alteration) -> Change {
    Change {
        what,
        on: day(on),
        document: DocumentMention { number: "12/NQ-HĐND".into(), dated: Some(day("2018-01-02")) },
        reason: "sắp xếp".into(),
        entered_at: "2026-11-25T09:00:00+07:00".parse().unwrap(),
        by: None,
        is_carried_out: false,
    }
}

fn renamed(unit: &Unit, name: &str) -> Alteration {
    Alteration::Renamed {
        name: name.into(),
        short_name: name.into(),
        was: unit.name.clone(),
        was_short: unit.short_name.clone(),
    }
}

const TODAY: &str = "2026-11-25";

pub(in crate::domain::organisation) fn after(unit: &Unit, on: &str, what: Alteration) -> Unit {
    check(&units(), unit, change(on, what), day(TODAY)).unwrap()
}

#[test]
fn a_name_is_that_of_the_day() {
    let first = unit(1, "Phòng Cũ");
    let second = after(&first, "2015-03-01", renamed(&first, "Phòng Giữa"));
    let third = after(&second, "2020-06-01", Alteration::Remote { is_remote: true });
    let third = after(&third, "2020-06-01", renamed(&third, "Phòng Mới"));
    let rows = [
        ("1990-01-01", "Phòng Cũ"),
        ("2015-02-28", "Phòng Cũ"),
        ("2015-03-01", "Phòng Giữa"),
        ("2020-05-31", "Phòng Giữa"),
        ("2020-06-01", "Phòng Mới"),
        ("2026-11-25", "Phòng Mới"),
    ];
    for (on, name) in rows {
        assert_eq!(third.name_on(day(on)), name, "{on}");
    }
    assert_eq!(third.short_name_on(day("2015-02-28")), "P. 1");
    let former: Vec<_> = third.former_names().collect();
    assert_eq!(former, ["Phòng Cũ", "P. 1", "Phòng Giữa", "Phòng Giữa"]);
}

#[test]
fn the_remote_flag_is_that_of_the_day() {
    let one = after(&unit(1, "Xã"), "2015-03-01", Alteration::Remote { is_remote: true });
    let two = after(&one, "2019-01-01", Alteration::Remote { is_remote: false });
    let rows = [("2015-02-28", false), ("2015-03-01", true), ("2018-12-31", true)];
    for (on, is_remote) in rows.into_iter().chain([("2019-01-01", false)]) {
        assert_eq!(two.is_remote_on(day(on)), is_remote, "{on}");
    }
    assert!(one.is_remote_on(day(TODAY)));
}

#[test]
fn a_unit_that_ends_was_there_until_the_day_before() {
    let into = UnitId(2);
    let rows = [
        (Alteration::Closed { heir: None }, None, vec![]),
        (Alteration::Closed { heir: Some(into) }, Some(into), vec![into]),
        (Alteration::Merged { into }, Some(into), vec![into]),
        (
            Alteration::Split { into: vec![into, UnitId(3)], heir: UnitId(3) },
            Some(UnitId(3)),
            vec![into, UnitId(3)],
        ),
    ];
    for (what, heir, successors) in rows {
        let ended = after(&unit(1, "Phường"), "2025-07-01", what.clone());
        assert_eq!(ended.valid_to, Some(day("2025-06-30")), "{what:?}");
        assert!(ended.is_valid_on(day("2025-06-30")) && !ended.is_valid_on(day("2025-07-01")));
        assert_eq!((ended.heir(), ended.successors()), (heir, successors), "{what:?}");
    }
    assert!(unit(1, "Phường").end().is_none());
}

/// A wrongly entered end used to be for good.
#[test]
fn a_wrongly_ended_unit_goes_on_as_if_it_had_never_ended() {
    let first = unit(1, "UBND phường 1");
    let ended = after(&first, "2018-01-01", Alteration::Merged { into: UnitId(2) });
    let reopen = || Alteration::Reopened { was_until: day("1970-01-01") };
    let again = after(&ended, "2018-01-01", reopen());
    assert!(again.is_valid_on(day("2018-01-01")) && again.is_valid_on(day(TODAY)));
    assert_eq!((again.heir(), again.end()), (None, None));
    let kept = Alteration::Reopened { was_until: day("2017-12-31") };
    assert_eq!(again.changes.last().unwrap().what, kept);
    let refused = |unit: &Unit, units: &[Unit]| {
        check(units, unit, change("2018-02-01", reopen()), day(TODAY)).unwrap_err()
    };
    assert_eq!(refused(&first, &units()), Contradiction::Nothing, "it never ended");
    let namesake = Unit { id: UnitId(9), ..first.clone() };
    assert_eq!(refused(&ended, &[namesake]), Contradiction::NameTaken);
}

#[test]
fn what_contradicts_is_refused() {
    let first = unit(1, "UBND phường 1");
    let ended = after(&first, "2018-01-01", Alteration::Merged { into: UnitId(2) });
    let turned = after(&first, "2018-05-01", Alteration::Remote { is_remote: true });
    let merged = |into: u16| Alteration::Merged { into: UnitId(into) };
    let split = |into: &[u16], heir: u16| Alteration::Split {
        into: into.iter().map(|id| UnitId(*id)).collect(),
        heir: UnitId(heir),
    };
    let rows = [
        (&first, "2026-11-26", merged(2), Contradiction::Future),
        (&ended, "2019-01-01", merged(3), Contradiction::Ended(day("2017-12-31"))),
        (&ended, "2017-01-01", renamed(&ended, "Khác"), Contradiction::Ended(day("2017-12-31"))),
        (&first, "2000-01-01", merged(2), Contradiction::BeforeStart(day("2000-01-01"))),
        (&turned, "2018-04-30", merged(2), Contradiction::BeforeLastChange(day("2018-05-01"))),
        (&first, "2018-01-01", Alteration::Remote { is_remote: false }, Contradiction::Nothing),
        (&first, "2018-01-01", renamed(&first, "ubnd PHƯỜNG 2"), Contradiction::NameTaken),
        (&first, "2018-01-01", merged(1), Contradiction::IntoItself),
        (&first, "2018-01-01", merged(4), Contradiction::NotThere(UnitId(4))),
        (&first, "2018-01-01", merged(9), Contradiction::NotThere(UnitId(9))),
        (&first, "2018-01-01", split(&[2, 2], 2), Contradiction::TooFewParts),
        (&first, "2018-01-01", split(&[2, 1], 2), Contradiction::IntoItself),
        (&first, "2018-01-01", split(&[2, 3], 1), Contradiction::HeirNotAPart),
    ];
    for (unit, on, what, expected) in rows {
        let found = check(&units(), unit, change(on, what.clone()), day(TODAY));
        assert_eq!(found, Err(expected), "{what:?} on {on}");
    }
    let (name, short_name) = (first.name.clone(), first.short_name.clone());
    let same =
        Alteration::Renamed { was: name.clone(), was_short: short_name.clone(), name, short_name };
    let found = check(&units(), &first, change("2018-01-01", same), day(TODAY));
    assert_eq!(found, Err(Contradiction::Nothing));
}
