use super::*;

fn rows() -> RuleRows {
    toml::from_str(include_str!("../../../assets/seed/rules.toml")).unwrap()
}

fn seed() -> Rulebook {
    Rulebook::new(rows()).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn every_row_of_the_law_file_is_there() {
    let book = seed();
    let families = [
        "TCD-28.1",
        "TCD-28.2",
        "TCD-27.2",
        "XLD-10",
        "TCD-TC",
        "TCD-LICH",
        "TCD-TT1",
        "TCD-45",
        "KNPA-GQ",
        "DON-LUU",
        "KN-THIEU",
        "KN-THIEU-KL",
        "KN1-TL-a",
        "KN1-TL-b",
        "KN1-TL-c",
        "KN1-GQ",
        "KN1-GQ-VX",
        "KN1-GUI",
        "KN1-CK",
        "KN2-NOP",
        "KN1-HL",
        "KN2-TL-a",
        "KN2-GQ",
        "KN2-GQ-VX",
        "KN2-GUI",
        "KN2-CK",
        "KN2-HL",
        "KN-DT",
        "KN-TDC",
        "KN-11.8",
        "KN-THA",
        "KN-TDTH",
        "KN-LUU",
        "TC11-KT",
        "TC11-CH",
        "TC11-GQ",
        "TC-KT",
        "TC-CH",
        "TC-26",
        "TC-27",
        "TC-TBTL",
        "TC-GQ",
        "TC-TDC",
        "TC-KL",
        "TC-XL",
        "TC-XLB",
        "TC-CK",
        "TC-TIEP",
        "TC-QH",
    ];
    for id in families {
        let rule = book.rule(id).unwrap_or_else(|| panic!("{id}"));
        assert!(!rule.citation.is_empty() && !rule.base_text.is_empty() && !rule.name.is_empty());
    }
}

fn find<'a>(rules: &'a mut [Rule], id: &str) -> &'a mut Rule {
    rules.iter_mut().find(|rule| rule.id == id).unwrap()
}

#[test]
fn rows_that_contradict_each_other_are_refused() {
    let refused = |change: &dyn Fn(&mut Vec<Rule>)| {
        let mut rows = rows();
        change(&mut rows.rule);
        Rulebook::new(rows).unwrap_err()
    };
    assert_eq!(
        refused(&|rules| find(rules, "KN1-TL-a").to = None),
        RulebookError::Overlap("KN1-TL-a".into(), "KN1-TL-b".into())
    );
    assert_eq!(
        refused(&|rules| find(rules, "TC11-GQ").to = None),
        RulebookError::Overlap("TC11-GQ".into(), "TC-GQ".into()),
        "two families for one clock"
    );
    assert_eq!(
        refused(&|rules| find(rules, "TC-CH").id = "tc-kt".into()),
        RulebookError::Twice("tc-kt".into())
    );
    assert_eq!(
        refused(&|rules| find(rules, "TC-CH").value = None),
        RulebookError::Value("TC-CH".into())
    );
    assert_eq!(
        refused(&|rules| find(rules, "KNPA-GQ").value = Some(30)),
        RulebookError::Value("KNPA-GQ".into())
    );
    assert_eq!(
        refused(&|rules| find(rules, "TC-CH").to = Some(day("2018-12-31"))),
        RulebookError::Dates("TC-CH".into())
    );
    assert_eq!(
        refused(&|rules| find(rules, "TC-CH").citation = " ".into()),
        RulebookError::NoCitation("TC-CH".into())
    );
    assert_eq!(
        refused(&|rules| find(rules, "KN1-GQ").complex_value = Some(30)),
        RulebookError::Variant("KN1-GQ".into())
    );
    assert_eq!(
        refused(&|rules| find(rules, "KN-DT").complex_value = Some(30)),
        RulebookError::Variant("KN-DT".into())
    );
}

#[test]
fn a_clock_finds_its_row_on_both_sides_of_every_change() {
    use Instance::{First, Second};
    use Kind::{Complaint, Denunciation, Suggestion};
    let book = seed();
    let rows = [
        (Stage::Acceptance, Complaint, Some(First), false, "2012-06-30", None),
        (Stage::Acceptance, Complaint, Some(First), false, "2012-07-01", Some("KN1-TL-a")),
        (Stage::Acceptance, Complaint, Some(First), false, "2020-12-09", Some("KN1-TL-a")),
        (Stage::Acceptance, Complaint, Some(First), false, "2020-12-10", Some("KN1-TL-b")),
        (Stage::Acceptance, Complaint, Some(First), true, "2026-06-30", Some("KN1-TL-b")),
        (Stage::Acceptance, Complaint, Some(First), true, "2026-07-01", Some("KN1-TL-c")),
        (Stage::Acceptance, Complaint, Some(Second), false, "2026-06-30", Some("KN2-TL-b")),
        (Stage::Acceptance, Complaint, Some(Second), false, "2026-07-01", Some("KN2-TL-c")),
        (Stage::Acceptance, Complaint, None, false, "2026-07-01", None),
        (Stage::Acceptance, Denunciation, None, false, "2018-12-31", Some("TC11-KT")),
        (Stage::Acceptance, Denunciation, None, false, "2019-01-01", Some("TC-KT")),
        (Stage::Settling, Denunciation, None, false, "2018-12-31", Some("TC11-GQ")),
        (Stage::Settling, Denunciation, Some(First), true, "2019-01-01", Some("TC-GQ")),
        (Stage::Settling, Complaint, Some(First), false, "2018-01-15", Some("KN1-GQ")),
        (Stage::Settling, Complaint, Some(First), true, "2018-01-15", Some("KN1-GQ-VX")),
        (Stage::Settling, Complaint, Some(Second), true, "2018-01-15", Some("KN2-GQ-VX")),
        (Stage::Settling, Suggestion, None, false, "2018-01-15", Some("KNPA-GQ")),
        (Stage::Publication, Complaint, Some(First), false, "2020-12-09", None),
        (Stage::Publication, Complaint, Some(First), false, "2020-12-10", Some("KN1-CK")),
        (Stage::Publication, Complaint, Some(Second), false, "2020-12-09", Some("KN2-CK")),
        (Stage::Sending, Denunciation, None, false, "2026-07-01", Some("TC-KL")),
        (Stage::Processing, Suggestion, None, false, "2014-06-30", None),
        (Stage::Processing, Complaint, Some(First), true, "2014-07-01", Some("XLD-10")),
        (Stage::Alarm, Denunciation, None, false, "2026-06-30", None),
        (Stage::Alarm, Denunciation, None, false, "2026-07-01", Some("TCD-45")),
    ];
    for (stage, kind, instance, is_remote, on, expected) in rows {
        let wanted = Selector { stage, kind, instance, is_remote, on: day(on) };
        assert_eq!(book.choose(&wanted).map(|rule| rule.id.as_str()), expected, "{wanted:?}");
    }
}

#[test]
fn a_rule_is_named_by_identifier_or_family() {
    let book = seed();
    let rows = [
        ("KN1-TL", "2019-09-29", "KN1-TL-a"),
        ("kn1-tl", "2026-08-20", "KN1-TL-c"),
        (" kn1-tl-A ", "2019-09-29", "KN1-TL-a"),
        ("KN1-TL-VX", "2019-09-29", "KN1-TL-a"),
        ("KN1-GQ", "2019-09-29", "KN1-GQ"),
        ("kn1-gq-vx", "2019-09-29", "KN1-GQ-VX"),
        ("tcd-28.1", "2019-09-29", "TCD-28.1"),
        ("KN2-HL-VX", "2019-09-29", "KN2-HL-VX"),
        ("TC11-GQ", "2018-12-31", "TC11-GQ"),
    ];
    for (asked, on, expected) in rows {
        assert_eq!(book.named(asked, day(on)).unwrap().id, expected, "{asked} {on}");
    }
}

#[test]
fn a_family_outlives_the_row_that_had_its_name() {
    let mut rows = rows();
    let old = rows.rule.iter_mut().find(|rule| rule.id == "XLD-10").unwrap();
    old.to = Some(day("2029-12-31"));
    let (mut new, from) = (old.clone(), day("2030-01-01"));
    (new.id, new.from, new.to, new.value) = ("XLD-10-b".into(), from, None, Some(5));
    rows.rule.push(new);
    let book = Rulebook::new(rows).unwrap();
    assert_eq!(book.named("XLD-10", day("2029-12-31")).unwrap().id, "XLD-10");
    assert_eq!(book.named("XLD-10", from).unwrap().id, "XLD-10-b");
}

#[test]
fn a_name_that_means_no_row_is_answered_with_what_there_is() {
    let book = seed();
    let error = |asked: &str, on: &str| book.named(asked, day(on)).unwrap_err();
    match error("KN1-GB", "2018-01-01") {
        UnknownRule::NoSuchName { asked, likely } => {
            assert_eq!(asked, "KN1-GB");
            assert_eq!(likely[0], "KN1-GQ");
            assert!(likely.iter().take(3).all(|id| id.starts_with("KN1-")), "{likely:?}");
        }
        UnknownRule::NotInForce { .. } => panic!("there is no such name"),
    }
    for (asked, on, rule, for_it) in [
        ("TC-KT", "2018-12-31", "TC-KT", Some("TC11-KT")),
        ("TC11-KT", "2019-01-01", "TC11-KT", Some("TC-KT")),
        ("TC-CH", "2018-12-31", "TC-CH", Some("TC11-CH")),
        ("KN1-TL-a", "2026-07-01", "KN1-TL-c", Some("KN1-TL-c")),
        ("KN1-TL", "2012-06-30", "KN1-TL-a", None),
        ("TC-26", "2018-12-31", "TC-26", None),
    ] {
        match error(asked, on) {
            UnknownRule::NotInForce { rows, instead, .. } => {
                assert_eq!(instead.as_deref(), for_it, "{asked}");
                assert!(rows.iter().any(|(id, ..)| id == rule), "{asked}: {rows:?}");
            }
            UnknownRule::NoSuchName { .. } => panic!("{asked} exists"),
        }
    }
    for asked in ["", "-VX", "đơn", "💥", &"X".repeat(5000)] {
        let told = error(asked, "2018-01-01");
        assert!(matches!(told, UnknownRule::NoSuchName { .. }), "{asked}");
    }
}

#[test]
fn the_rows_survive_being_written_for_a_clerk() {
    let written = toml::to_string_pretty(&rows()).unwrap();
    assert_eq!(toml::from_str::<RuleRows>(&written).unwrap(), rows());
}
