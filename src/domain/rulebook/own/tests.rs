use super::*;
use crate::domain::rulebook::Unit;

fn shipped() -> RuleRows {
    toml::from_str(include_str!("../../../../assets/seed/rules.toml")).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn today() -> NaiveDate {
    day("2026-11-25")
}

/// A wording of KN1-TL that begins on a day.
fn wording(id: &str, from: &str, value: u16) -> Rule {
    let mut rule = shipped().rule.into_iter().find(|rule| rule.id == "KN1-TL-c").unwrap();
    (rule.id, rule.from, rule.value) = (id.to_owned(), day(from), Some(value));
    rule
}

fn add(own: &OwnRules, rule: Rule) -> Result<(OwnRules, Vec<RuleChange>), RuleFault> {
    edit(&shipped(), own, &RuleEdit::Add(Box::new(rule)), today())
}

#[test]
fn without_own_rows_the_law_is_the_shipped_one() {
    let composed = compose(&shipped(), &OwnRules::new());
    assert_eq!(composed.rulebook, Rulebook::new(shipped()).unwrap());
    assert_eq!(composed.set_aside, [""; 0]);
}

#[test]
fn a_new_wording_ends_the_one_before_it() {
    let (own, changes) = add(&OwnRules::new(), wording("KN1-TL-d", "2027-03-01", 5)).unwrap();
    let book = compose(&shipped(), &own).rulebook;
    let row = |on| book.of_family("KN1-TL", day(on), false).unwrap();
    assert_eq!((row("2027-02-28").id.as_str(), row("2027-02-28").value), ("KN1-TL-c", Some(7)));
    assert_eq!((row("2027-03-01").id.as_str(), row("2027-03-01").value), ("KN1-TL-d", Some(5)));
    assert_eq!(row("2027-02-28").to, Some(day("2027-02-28")));
    let changed: Vec<_> =
        changes.iter().map(|c| (c.old.is_some(), c.new.as_ref().unwrap().id.as_str())).collect();
    assert_eq!(changed, [(true, "KN1-TL-c"), (false, "KN1-TL-d")]);
    let place = |id| book.rules().iter().position(|rule| rule.id == id).unwrap();
    assert_eq!(place("KN1-TL-d"), place("KN1-TL-c") + 1, "in its family");
    Rulebook::new(RuleRows { rule: book.rules().to_vec() }).unwrap();
}

#[test]
fn a_wording_that_has_not_begun_is_taken_back_and_the_one_before_goes_on() {
    let (own, _) = add(&OwnRules::new(), wording("KN1-TL-d", "2027-03-01", 5)).unwrap();
    let back = RuleEdit::TakeBack { id: "kn1-tl-d".into() };
    let (after, changes) = edit(&shipped(), &own, &back, today()).unwrap();
    assert_eq!(compose(&shipped(), &after).rulebook, Rulebook::new(shipped()).unwrap());
    assert_eq!(changes.len(), 2);
    let begun = edit(&shipped(), &own, &back, day("2027-03-01"));
    assert_eq!(begun, Err(RuleFault::InForce));
    let shipped_one = RuleEdit::TakeBack { id: "KN1-TL-c".into() };
    assert_eq!(edit(&shipped(), &own, &shipped_one, today()), Err(RuleFault::InForce));
}

#[test]
fn what_makes_no_sense_is_refused() {
    let own = add(&OwnRules::new(), wording("KN1-TL-d", "2027-03-01", 5)).unwrap().0;
    let with = |change: &dyn Fn(&mut Rule)| {
        let mut rule = wording("KN1-TL-e", "2028-01-01", 5);
        change(&mut rule);
        add(&own, rule).unwrap_err()
    };
    assert_eq!(with(&|rule| rule.id = "KN1-TL-D".into()), RuleFault::IdTaken);
    assert_eq!(with(&|rule| rule.id = "kn1-gq".into()), RuleFault::IdTaken);
    for id in ["", "TL mới", "1-TL", "KN/1", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"] {
        assert_eq!(with(&|rule| rule.id = id.into()), RuleFault::BadId, "{id}");
    }
    assert_eq!(with(&|rule| rule.citation = " ".into()), RuleFault::NoCitation);
    assert_eq!(with(&|rule| rule.value = None), RuleFault::Value);
    assert_eq!(with(&|rule| rule.unit = Unit::AtOnce), RuleFault::Value);
    assert_eq!(with(&|rule| rule.complex_value = Some(5)), RuleFault::Variant);
    assert_eq!(with(&|rule| rule.to = Some(day("2027-12-31"))), RuleFault::Dates);
    let early = RuleFault::BeginsTooEarly(day("2027-03-01"));
    assert_eq!(with(&|rule| rule.from = day("2027-03-01")), early);
    // Another family for the same matter.
    assert_eq!(
        with(&|rule| rule.family = "KN1-KHAC".into()),
        RuleFault::Overlaps("KN1-TL-d".into())
    );
    let gone = RuleEdit::End { id: "KN9".into(), to: today() };
    assert_eq!(edit(&shipped(), &own, &gone, today()), Err(RuleFault::NoSuchRule));
}

#[test]
fn a_row_is_compared_corrected_and_ended() {
    let correct = RuleEdit::Correct {
        id: "XLD-10".into(),
        citation: "LTCD Đ.28(1); TT 05/2021 Đ.6".into(),
        confidence: Confidence::H,
        note: Some("Đã đối chiếu bản gốc.".into()),
    };
    let (own, changes) = edit(&shipped(), &OwnRules::new(), &correct, today()).unwrap();
    let (old, new) = (changes[0].old.as_ref().unwrap(), changes[0].new.as_ref().unwrap());
    assert_eq!((old.confidence, new.confidence), (Confidence::M, Confidence::H));
    assert_eq!((old.value, old.unit, old.from, old.to), (new.value, new.unit, new.from, new.to));
    assert_eq!(edit(&shipped(), &own, &correct, today()), Err(RuleFault::Unchanged));
    let end = |to| RuleEdit::End { id: "XLD-10".into(), to: day(to) };
    let (own, _) = edit(&shipped(), &own, &end("2026-12-31"), today()).unwrap();
    let row = compose(&shipped(), &own).rulebook.rule("XLD-10").unwrap().clone();
    assert_eq!((row.to, row.confidence), (Some(day("2026-12-31")), Confidence::H));
    let ended = edit(&shipped(), &own, &end("2027-01-31"), today());
    assert_eq!(ended, Err(RuleFault::Ended(day("2026-12-31"))));
    let before_it_began = end("2001-01-01");
    assert!(edit(&shipped(), &own, &before_it_began, today()).is_err());
}

#[test]
fn a_later_release_never_pushes_an_own_row_out() {
    let (own, _) = add(&OwnRules::new(), wording("KN1-TL-d", "2027-03-01", 5)).unwrap();
    let mut later = shipped();
    let last = later.rule.iter_mut().find(|rule| rule.id == "KN1-TL-c").unwrap();
    last.to = Some(day("2027-05-31"));
    later.rule.push(wording("KN1-TL-x", "2027-06-01", 4));
    later.rule.push(wording("KN1-TL-D", "2029-06-01", 4));
    Rulebook::new(RuleRows { rule: vec![wording("KN1-TL-x", "2027-06-01", 4)] }).unwrap();
    let composed = compose(&later, &own);
    assert_eq!(composed.set_aside, ["KN1-TL-x", "KN1-TL-D"]);
    let row = composed.rulebook.of_family("KN1-TL", day("2027-07-01"), false).unwrap();
    assert_eq!(row.value, Some(5));
    // The office ends its own row: the shipped one comes in.
    let end = RuleEdit::End { id: "KN1-TL-d".into(), to: day("2027-05-31") };
    later.rule.pop();
    let (own, _) = edit(&later, &own, &end, today()).unwrap();
    let composed = compose(&later, &own);
    assert_eq!(composed.set_aside, [""; 0]);
    let row = composed.rulebook.of_family("KN1-TL", day("2027-07-01"), false).unwrap();
    assert_eq!(row.value, Some(4));
}
