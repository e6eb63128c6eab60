//! The list `tests/security/ASVS.md`: every requirement of levels 1 and 2 has a line, and what a line points at is there.

use std::fs;
use std::path::Path;

/// Of each section of ASVS 5.0.0 the last number of levels 1 and 2, which come first.
const REQUIREMENTS: &[(&str, u32)] = &[
    ("1.1", 2),
    ("1.2", 9),
    ("1.3", 11),
    ("1.4", 3),
    ("1.5", 2),
    ("2.1", 3),
    ("2.2", 3),
    ("2.3", 4),
    ("2.4", 1),
    ("3.2", 2),
    ("3.3", 4),
    ("3.4", 6),
    ("3.5", 5),
    ("3.7", 2),
    ("4.1", 3),
    ("4.2", 1),
    ("4.3", 2),
    ("4.4", 4),
    ("5.1", 1),
    ("5.2", 3),
    ("5.3", 2),
    ("5.4", 3),
    ("6.1", 3),
    ("6.2", 12),
    ("6.3", 4),
    ("6.4", 4),
    ("6.5", 5),
    ("6.6", 3),
    ("6.8", 4),
    ("7.1", 3),
    ("7.2", 4),
    ("7.3", 2),
    ("7.4", 5),
    ("7.5", 2),
    ("7.6", 2),
    ("8.1", 2),
    ("8.2", 3),
    ("8.3", 1),
    ("8.4", 1),
    ("11.1", 2),
    ("11.2", 3),
    ("11.3", 3),
    ("11.4", 4),
    ("11.5", 1),
    ("11.6", 1),
    ("12.1", 3),
    ("12.2", 2),
    ("12.3", 4),
    ("13.1", 1),
    ("13.2", 5),
    ("13.3", 2),
    ("13.4", 5),
    ("14.1", 2),
    ("14.2", 4),
    ("14.3", 3),
    ("15.1", 3),
    ("15.2", 3),
    ("15.3", 7),
    ("16.1", 1),
    ("16.2", 5),
    ("16.3", 4),
    ("16.4", 3),
    ("16.5", 3),
];
/// Chapters about what the product does not have, with one line each.
const WHOLE: &[&str] = &["9.1.1–9.2.4", "10.1.1–10.7.3", "17.1.1–17.3.2"];
const ANSWERS: [&str; 5] = ["yes", "part", "no", "n/a", "office"];

#[test]
fn every_requirement_has_an_answer_and_every_answer_points_at_something() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let list = fs::read_to_string(root.join("tests/security/ASVS.md")).unwrap();
    let rows = list.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| number"));
    let mut answered = Vec::new();
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [number, answer, place] = cells[..] else { panic!("three cells: {row}") };
        assert!(ANSWERS.contains(&answer) && !place.is_empty(), "{row}");
        answered.push(number.to_owned());
    }
    let numbered = REQUIREMENTS
        .iter()
        .flat_map(|(section, last)| (1..=*last).map(move |number| format!("{section}.{number}")));
    let mut expected: Vec<String> = numbered.collect();
    expected.extend(WHOLE.iter().map(|chapter| (*chapter).to_owned()));
    expected.sort();
    answered.sort();
    let missing: Vec<&String> = expected.iter().filter(|it| !answered.contains(it)).collect();
    assert!(missing.is_empty(), "without an answer: {missing:?}");
    assert_eq!(answered, expected, "an answer is doubled, or to nothing");

    let named = list.split('`').skip(1).step_by(2);
    let is_file =
        |name: &&str| ["src/", "tests/", "assets/"].iter().any(|top| name.starts_with(top));
    for name in named.filter(is_file) {
        assert!(root.join(name).exists(), "{name} is not there");
    }
}
