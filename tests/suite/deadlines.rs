//! Due dates as people ask for them: at the console and on the page, the same answer, with every skipped day.

use axum::http::StatusCode;
use donthu::domain::permission::Role;

use crate::process::run;
use crate::support::Office;

#[test]
fn the_console_explains_a_due_date() {
    let said = run(&["deadline", "KN1-GQ-VX", "2018-01-15", "--complex", "--json"]).good().json();
    assert_eq!(said["due"], "2018-03-16");
    assert!(said["citation"].as_str().unwrap().contains("28"), "{said}");
    // Thirty days from 15 January 2018 end in Tết: the last day moves behind it.
    let over_tet = run(&["deadline", "kn1-gq", "15/01/2018", "--json"]).good().json();
    assert_eq!(over_tet["due"], "2018-02-21");
    assert_eq!(over_tet["skipped"].as_array().unwrap().len(), 7, "{over_tet}");
    let family = |day| run(&["deadline", "KN1-TL", day, "--json"]).good().json()["rule"].clone();
    assert_eq!(
        (family("2026-06-30"), family("2026-07-01")),
        ("KN1-TL-b".into(), "KN1-TL-c".into())
    );
}

#[test]
fn a_rule_that_is_not_there_is_said_with_those_like_it() {
    run(&["deadline", "KN9-GQ", "2018-01-15"]).refused(3, "KN");
    run(&["deadline", "KN1-TL-c", "2018-01-15"]).refused(3, "không có hiệu lực");
    run(&["deadline", "KN1-GQ", "31/02/2018"]).refused(2, "không phải là ngày");
}

#[tokio::test]
async fn the_page_gives_the_answer_of_the_console() {
    let office = Office::new();
    let cookie = office.sign_in(&office.person(Role::UnitOfficer, Some("P. TNMT")));
    let page = office.get(&cookie, "/tinh-han?quy_dinh=KN1-GQ&tu=15%2F01%2F2018").await;
    assert_eq!(page.status, StatusCode::OK);
    for words in ["21/02/2018, thứ Tư", "LKN", "Tết", "30 ngày"] {
        assert!(page.text().contains(words), "{words}: {}", page.text());
    }
    let wrong = office.get(&cookie, "/tinh-han?quy_dinh=KN1-GQ&tu=31%2F02%2F2018").await;
    assert!(wrong.text().contains("Ngày mốc không có thật"));
    assert_eq!(wrong.value("tu"), "31/02/2018");
}
