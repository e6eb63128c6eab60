//! Posts over time: the edges of days, what is refused, and that the union of posts is never more than they carry.

use proptest::prelude::*;

use super::super::{Actor, Right, Scope};
use super::*;
use crate::domain::id::AccountId;

fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, number).unwrap()
}

fn post(role: Role, unit: Option<u16>) -> Post {
    Post { role, unit: unit.map(UnitId) }
}

const HEAD: Role = Role::UnitHead;
const CLERK: Role = Role::UnitOfficer;

fn tenure(role: Role, unit: Option<u16>, from: u32, until: Option<u32>) -> Tenure {
    Tenure { post: post(role, unit), from: day(from), until: until.map(day) }
}

#[test]
fn a_post_is_held_from_its_first_day_to_its_last() {
    let one = tenure(HEAD, Some(3), 5, Some(7));
    let held: Vec<u32> = (1..=10).filter(|number| one.holds_on(day(*number))).collect();
    assert_eq!(held, [5, 6, 7]);
    assert!(tenure(HEAD, Some(3), 5, None).holds_on(NaiveDate::MAX));
}

#[test]
fn the_same_post_is_not_given_twice_for_a_day() {
    let mut all = Tenures::of([tenure(HEAD, Some(3), 5, Some(7))]).unwrap();
    let cases = [
        (tenure(HEAD, Some(3), 7, None), Err(TenureFault::HeldAlready(day(5)))),
        (tenure(HEAD, Some(3), 1, Some(5)), Err(TenureFault::HeldAlready(day(5)))),
        (tenure(HEAD, Some(3), 9, Some(8)), Err(TenureFault::EndsBeforeStart)),
        (tenure(HEAD, Some(3), 1, Some(4)), Ok(())),
        (tenure(HEAD, Some(3), 8, None), Ok(())),
        (tenure(HEAD, Some(4), 5, None), Ok(())),
        (tenure(CLERK, Some(3), 6, Some(6)), Ok(())),
    ];
    for (new, expected) in cases {
        assert_eq!(all.give(new), expected, "{new:?}");
    }
    let firsts: Vec<NaiveDate> = all.all().iter().map(|one| one.from).collect();
    assert_eq!(firsts, [1, 5, 5, 6, 8].map(day));
}

#[test]
fn what_is_past_is_not_ended_again_and_what_began_is_not_taken_back() {
    let all = [
        tenure(HEAD, Some(3), 1, Some(4)),
        tenure(HEAD, Some(3), 6, None),
        tenure(CLERK, Some(3), 10, None),
        tenure(Role::Inspector, None, 20, Some(25)),
    ];
    let today = day(10);
    let cases = [
        (all[0], 3, Err(TenureFault::Ended(day(4))), None),
        (all[1], 5, Err(TenureFault::EndsBeforeStart), None),
        (all[1], 6, Ok(()), Some(Some(6))),
        (all[1], 30, Ok(()), Some(Some(30))),
        (all[2], 10, Ok(()), Some(Some(10))),
        (all[2], 9, Ok(()), Some(None)),
        (all[3], 23, Ok(()), Some(Some(23))),
        (all[3], 26, Err(TenureFault::Ended(day(25))), None),
        (tenure(HEAD, Some(3), 2, None), 3, Err(TenureFault::NotHeld), None),
    ];
    for (which, last, expected, after) in cases {
        let mut tenures = Tenures::of(all).unwrap();
        let done = tenures.end((which.post, which.from), day(last), today);
        assert_eq!(done, expected, "{which:?} on {last}");
        let left =
            tenures.all().iter().find(|one| (one.post, one.from) == (which.post, which.from));
        match after {
            None => assert_eq!(tenures, Tenures::of(all).unwrap(), "nothing is changed"),
            Some(until) => assert_eq!(left.map(|one| one.until), until.map(|one| Some(day(one)))),
        }
    }
}

#[test]
fn from_a_day_on_the_posts_are_others_and_the_past_stays() {
    let mut all = Tenures::of([
        tenure(HEAD, Some(3), 1, None),
        tenure(CLERK, Some(3), 1, None),
        tenure(Role::Inspector, None, 20, None),
    ])
    .unwrap();
    let posts = [post(CLERK, Some(3)), post(Role::Leader, None)];
    all.become_from(&posts, (day(12), None), day(10)).unwrap();
    assert_eq!(
        all.all(),
        [
            tenure(HEAD, Some(3), 1, Some(11)),
            tenure(CLERK, Some(3), 1, None),
            tenure(Role::Leader, None, 12, None),
        ]
    );
    let over = all.clone().become_from(&posts[..1], (day(5), None), day(13));
    assert_eq!(over, Err(TenureFault::Ended(day(11))));
    let began = all.clone().become_from(&posts[..1], (day(12), Some(day(20))), day(13));
    assert_eq!(began, Err(TenureFault::BegunMeanwhile(day(12))));
    let backwards = all.become_from(&posts, (day(12), Some(day(11))), day(10));
    assert_eq!(backwards, Err(TenureFault::EndsBeforeStart));
}

#[test]
fn the_posts_of_a_unit_that_ends_go_on_in_its_heir_the_day_after() {
    let all = [
        tenure(HEAD, Some(3), 1, Some(4)),
        tenure(HEAD, Some(3), 5, None),
        tenure(CLERK, Some(3), 1, Some(20)),
        tenure(CLERK, Some(3), 25, None),
        tenure(CLERK, Some(4), 12, Some(15)),
        tenure(Role::Inspector, None, 1, None),
    ];
    let mut moved = Tenures::of(all).unwrap();
    assert!(moved.unit_ended(UnitId(3), Some(UnitId(4)), day(10)));
    let mut expected = vec![
        tenure(HEAD, Some(3), 1, Some(4)),
        tenure(HEAD, Some(3), 5, Some(9)),
        tenure(HEAD, Some(4), 10, None),
        tenure(CLERK, Some(3), 1, Some(9)),
        tenure(CLERK, Some(4), 10, Some(11)),
        tenure(CLERK, Some(4), 12, Some(15)),
        tenure(CLERK, Some(4), 16, Some(20)),
        tenure(CLERK, Some(4), 25, None),
        tenure(Role::Inspector, None, 1, None),
    ];
    let mut found = moved.all().to_vec();
    for list in [&mut expected, &mut found] {
        list.sort_by_key(|one| (one.post.role.code(), one.post.unit, one.from));
    }
    assert_eq!(found, expected);
    assert_eq!(moved.fault(), None);
    assert!(
        !moved.unit_ended(UnitId(3), Some(UnitId(4)), day(10)),
        "a second time changes nothing"
    );

    let mut closed = Tenures::of(all).unwrap();
    closed.unit_ended(UnitId(3), None, day(10));
    assert!(closed.on(day(10)).all(|post| post.unit != Some(UnitId(3))));
    assert!(closed.on(day(13)).any(|post| post.unit == Some(UnitId(4))), "as before");
}

#[test]
fn a_day_without_an_administrator_is_found() {
    let admin =
        |from, until| Tenures::of([tenure(Role::Administrator, None, from, until)]).unwrap();
    let cases: [(Vec<Tenures>, Option<u32>); 6] = [
        (vec![], Some(10)),
        (vec![admin(1, None)], None),
        (vec![admin(1, Some(15))], Some(16)),
        (vec![admin(1, Some(15)), admin(16, None)], None),
        (vec![admin(1, Some(15)), admin(17, None)], Some(16)),
        (vec![admin(11, None)], Some(10)),
    ];
    for (all, expected) in cases {
        let found = first_day_without(&all, Role::Administrator, day(10));
        assert_eq!(found, expected.map(day), "{all:?}");
    }
}

fn any_tenure() -> impl Strategy<Value = Tenure> {
    let role = prop::sample::select(Role::ALL.to_vec());
    (role, 1_u16..4, 1_u32..15, prop::option::of(0_u32..15)).prop_map(
        |(role, unit, from, lasts)| {
            let unit = role.is_of_a_unit().then_some(unit);
            tenure(role, unit, from, lasts.map(|days| from + days))
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Pairs of posts and every day: a right is there on the days when a post that carries it is held, on no other.
    #[test]
    fn the_right_of_a_day_is_the_union_of_its_posts_and_never_more(a in any_tenure(), b in any_tenure()) {
        let both = Tenures::stored(vec![a, b]);
        for number in 1..=30 {
            let day = day(number);
            let posts: Vec<Post> = both.on(day).collect();
            let actor =
                Actor { account: AccountId(1), full_name: String::new(), posts, from: None };
            let held = || [a, b].into_iter().filter(|one| one.holds_on(day));
            for right in Right::ALL {
                let stated = held().any(|one| one.post.role.rights().contains(right));
                prop_assert_eq!(actor.has(*right), stated, "{:?} on {}", right, day);
            }
            let reading = || held().filter(|one| one.post.role.rights().contains(&Right::ReadPetitions));
            for unit in (1..4).map(UnitId) {
                let stated = reading().any(|one| {
                    !one.post.role.is_of_a_unit() || one.post.unit == Some(unit)
                });
                prop_assert_eq!(actor.scope().covers(Some(unit)), stated);
            }
            let sees_all = reading().any(|one| !one.post.role.is_of_a_unit());
            prop_assert_eq!(actor.scope() == Scope::Office, sees_all);
        }
    }

    /// However posts are given, ended and moved, no day has the same post twice and what is past stays.
    #[test]
    fn nothing_that_has_been_is_lost(
        given in prop::collection::vec(any_tenure(), 1..6),
        ended in prop::collection::vec((0_usize..6, 1_u32..30), 0..6),
        changes in prop::collection::vec(any_tenure(), 0..2),
    ) {
        let today = day(10);
        let mut all = Tenures::default();
        for one in given {
            let _ = all.give(one);
        }
        let before: Vec<Post> = all.on(day(9)).collect();
        for (at, last) in ended {
            if let Some(one) = all.all().get(at % all.all().len().max(1)).copied() {
                // An end is a day of today or later: what happened is entered as it happens.
                let _ = all.end((one.post, one.from), day(last).max(today), today);
            }
        }
        for one in changes {
            let mut after = all.clone();
            if after.become_from(&[one.post], (day(12), None), today).is_ok() {
                prop_assert_eq!(after.on(day(12)).collect::<Vec<_>>(), vec![one.post]);
                all = after;
            }
        }
        prop_assert_eq!(all.fault(), None);
        prop_assert_eq!(all.on(day(9)).collect::<Vec<_>>(), before);
    }
}
