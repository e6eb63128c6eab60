//! Words that stand nowhere else are planted in petitions; then everybody goes wherever their links, searches and
//! downloads lead. Such a word turns up where it may and nowhere else: not in a page, a file, an error, a conflict, the
//! log, the index, nor as a number that is one more than it should be.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use axum::http::StatusCode;
use donthu::app::find::{self, Reader, Request};
use donthu::domain::permission::{Right, Role};
use donthu::domain::text;

use crate::support::city::{
    CORRECTED, City, IDENTITY, OF_LEDGER, OF_SEALED, OF_UNIT, Person, WAITING,
};
use crate::support::crawl::{everything, told};
use crate::support::{complaint, log, page};

/// Words that nobody is shown in passing: a denouncer's, as they are, as they were, and of the past book.
fn protected() -> impl Iterator<Item = &'static str> {
    IDENTITY.into_iter().chain(CORRECTED).chain(OF_LEDGER)
}

/// The words that a text tells, as they were typed or without marks and capitals.
fn told_words<'w>(text: &str, words: impl Iterator<Item = &'w str>) -> Vec<&'w str> {
    let folded = text::fold(text);
    words.filter(|word| folded.contains(&text::fold(word))).collect()
}

/// What may not be there for this person at this address.
fn told_wrongly(person: &Person, address: &str, text: &str) -> Vec<&'static str> {
    let may_see = |word: &str| {
        if OF_UNIT.contains(&word) {
            person.reads_all() || person.is_of_unit
        } else if OF_SEALED.contains(&word) {
            person.reads_all()
        } else if WAITING.contains(&word) {
            // A row that waits is put right by who took the book in, on its own page.
            person.name == "head of the desk" && address == "/quan-tri/dong-cho-sua/1"
        } else {
            false
        }
    };
    let all = protected().chain(WAITING).chain(OF_SEALED).chain(OF_UNIT);
    told_words(text, all.filter(|word| !may_see(word)))
}

#[tokio::test]
async fn no_page_file_or_search_tells_what_is_not_for_its_reader() {
    log::keep();
    let city = City::new().await;
    let mut seen = String::new();
    for person in &city.people {
        for (address, page) in everything(&city.office, person).await {
            let text = told(&page);
            let wrong = told_wrongly(person, &address, &text);
            assert!(wrong.is_empty(), "{} at {address} is told {wrong:?}", person.name);
            seen.push_str(&text);
        }
    }
    let for_somebody = || OF_SEALED.into_iter().chain(OF_UNIT).chain(WAITING);
    assert_eq!(told_words(&seen, for_somebody()), for_somebody().collect::<Vec<_>>());
    assert!(log::kept().contains("status=200"), "the log was not kept");
    no_trace_remains(&city);
}

/// Neither the log nor the index holds a protected word, nor the log any other.
fn no_trace_remains(city: &City) {
    let all = protected().chain(WAITING).chain(OF_SEALED).chain(OF_UNIT);
    assert_eq!(told_words(&log::kept(), all), [""; 0], "told by the log");
    let app = &city.office.app;
    for word in protected().chain(WAITING) {
        let request = Request { text: word.into(), limit: 5, ..Request::default() };
        let found = find::search(app, Reader::Console, &request).unwrap();
        assert!(found.hits.is_empty(), "the index knows {word}");
    }
    let mut bytes = Vec::new();
    read_all(&app.folder().join("index"), &mut bytes);
    assert!(bytes.len() > 1_000, "the index was not looked through");
    let text = String::from_utf8_lossy(&bytes);
    assert_eq!(told_words(&text, protected().chain(WAITING)), [""; 0], "stands in the index");
}

fn read_all(folder: &Path, bytes: &mut Vec<u8>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_all(&path, bytes);
        } else {
            bytes.extend(fs::read(path).unwrap());
        }
    }
}

/// A word that nobody ever wrote, of the kind of another.
fn nonsense(word: &str) -> &'static str {
    if word.starts_with('0') { "058777666555" } else { "Yuqebo" }
}

#[tokio::test]
async fn a_word_that_is_not_ones_own_is_to_searches_as_one_that_nobody_wrote() {
    let city = City::new().await;
    let ways: [fn(&str) -> String; 6] = [
        |word| word.to_owned(),
        |word| word.to_uppercase(),
        |word| word.chars().take(5).collect(),
        |word| format!("\"{word}\""),
        |word| format!("đất {word}"),
        |word| format!("ông Lê {word} giá đất"),
    ];
    // One of each reach.
    for person in ["inspector", "officer", "head of the other unit", "in both units"] {
        let person = city.by(person);
        let mut as_nothing: HashMap<String, String> = HashMap::new();
        let forbidden = protected().chain(OF_UNIT).chain(OF_SEALED).chain(WAITING);
        for word in forbidden.filter(|word| !told_wrongly(person, "/tim", word).is_empty()) {
            for way in ways {
                let (asked, never) = (way(word), way(nonsense(word)));
                if !as_nothing.contains_key(&never) {
                    as_nothing.insert(never.clone(), answer(&city, person, &never).await);
                }
                let answered = answer(&city, person, &asked).await;
                assert_eq!(answered, as_nothing[&never], "{}: {asked} / {never}", person.name);
            }
        }
    }
}

/// What a search answers, but for the words that were typed.
async fn answer(city: &City, person: &Person, query: &str) -> String {
    let address = format!("/tim/ket-qua?q={}", page::encode(query));
    let found = city.office.get(&person.cookie, &address).await;
    assert_eq!(found.status, StatusCode::OK);
    let mut text = found.html();
    for word in query.replace('"', "").split(' ') {
        text = text.replace(&page::encode(word), "…").replace(word, "…");
    }
    text
}

#[tokio::test]
async fn an_identity_opens_to_who_may_and_a_conflict_tells_it_to_nobody() {
    let city = City::new().await;
    let (show, edit) = (format!("/don/{}", city.sealed), format!("/don/{}/sua", city.sealed));
    for person in &city.people {
        let entered_it = person.name == "counter";
        let is_leader = person.actor.posts.iter().any(|post| post.role == Role::Leader);
        let may_open = entered_it || is_leader;
        for address in [&show, &edit] {
            let sent = [("ly_do", "xem để mời làm việc")];
            let opened =
                city.office.post(&person.cookie, &format!("{address}/danh-tinh"), &sent).await;
            let text = told(&opened);
            let may = may_open && (address == &show || entered_it);
            let count = told_words(&text, protected()).len();
            let is_reader = person.actor.has(Right::ReadPetitions);
            let is_hidden = is_reader && !person.reads_all();
            let refusal = if is_hidden { StatusCode::NOT_FOUND } else { StatusCode::FORBIDDEN };
            let expected = if may { StatusCode::OK } else { refusal };
            assert_eq!(opened.status, expected, "{} at {address}", person.name);
            assert_eq!(count >= IDENTITY.len(), may, "{} at {address}: {count}", person.name);
        }
        // A form of long ago, with everything in it and the mark of an opened sender, from whoever sends it.
        for (address, mark) in
            [(edit.clone(), "1"), (edit.clone(), ""), (format!("{show}/buoc/phan-loai"), "")]
        {
            let stale =
                [("ban", "0"), ("danh_tinh", mark), ("ly_do", "thử"), ("ngay", "04/11/2026")];
            let answered = city.office.post(&person.cookie, &address, &stale).await;
            let wrong = told_wrongly(person, &address, &told(&answered));
            assert!(wrong.is_empty(), "{} at {address}: {wrong:?}", person.name);
        }
    }
}

/// What is forgiven, left out or taken for a name was decided by all petitions: so a search told whether somebody of this
/// name, a paper of this number, or a word stands in a petition of others.
#[tokio::test]
async fn what_others_wrote_does_not_change_how_ones_own_search_is_read() {
    let city = City::new().await;
    let (officer, desk) = (city.by("officer"), city.by("desk"));
    let cases = [
        // One letter off a name of the unit's own.
        ("jawofix", "Jawofix Thu", "Việc khác"),
        ("giá jawofit", "Ngô Thu", "Việc jawofit"),
        // A title is dropped before somebody's whole name.
        ("ông giá đất", "Giá Đất", "Việc khác"),
        ("417/QĐ-UBND giá đất", "Ngô Hai", "Theo Quyết định 417/QĐ-UBND"),
        ("giá đất pozkevu", "Ngô Ba", "Việc pozkevu"),
    ];
    for (query, name, content) in cases {
        let before = answer(&city, officer, query).await;
        city.office.register(&desk.actor, complaint("2026-11-03", name, content));
        let seq = city.office.app.store.last_seq();
        city.office.app.index.wait_for(seq, std::time::Duration::from_secs(20));
        let found = city.office.get(&desk.cookie, &format!("/tim?q={}", page::encode(query))).await;
        assert!(!found.numbers().is_empty(), "{query} finds nothing at the desk");
        assert_eq!(answer(&city, officer, query).await, before, "{query}");
    }
}
