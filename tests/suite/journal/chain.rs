//! A store file that somebody edits with redb itself: `verify` names the first broken link, a signed head the rest.

use chrono::DateTime;
use donthu::app::account::{self, NewAccount};
use donthu::app::{App, intake, settings};
use donthu::clock::{Clock, OFFICE_ZONE};
use donthu::domain::journal::link::{self, Digest, Head};
use donthu::domain::permission::{Post, Role};
use donthu::store::FILE_NAME;
use redb::{Database, Key, ReadableDatabase, ReadableTable, TableDefinition};
use tempfile::TempDir;

use crate::support::complaint;

type Value = &'static [u8];
const JOURNAL: TableDefinition<u64, Value> = TableDefinition::new("journal");
const META: TableDefinition<&str, Value> = TableDefinition::new("meta");
const EVENT: TableDefinition<(u64, u32), Value> = TableDefinition::new("petition_event");

fn open(folder: &TempDir) -> App {
    let now = DateTime::parse_from_rfc3339("2026-11-25T09:00:00+07:00").unwrap();
    App::open(folder.path(), Clock::Fixed(now.with_timezone(&OFFICE_ZONE))).unwrap()
}

/// An office where two people were given accounts and three petitions were registered.
fn office() -> TempDir {
    let folder = TempDir::new().unwrap();
    let app = open(&folder);
    settings::seed(&app, Some("UBND thành phố thử nghiệm")).unwrap();
    for (user_name, role) in [("quantri", Role::Administrator), ("mai", Role::IntakeOfficer)] {
        let new = NewAccount {
            user_name: user_name.into(),
            full_name: "Người Thử".into(),
            password: "con mèo leo cây cau".into(),
            posts: vec![Post { role, unit: None }.since(app.clock.today())],
        };
        account::create(&app, None, new).unwrap();
    }
    let mai = app.store.read().unwrap().account_named("mai").unwrap().unwrap();
    let mai = mai.actor(app.clock.today());
    for at in 1..=3 {
        let facts = complaint("2026-11-24", "Trần Văn Thử", &format!("Việc thứ {at}"));
        intake::register(&app, &mai, at, facts).unwrap();
    }
    folder
}

fn faults(folder: &TempDir) -> Vec<String> {
    let app = open(folder);
    app.store.verify(&app.due()).unwrap().faults
}

fn head(folder: &TempDir) -> Head {
    open(folder).store.read().unwrap().journal_head().unwrap().unwrap()
}

/// Edits a table as whoever has the file could.
fn edit<K: Key + 'static>(
    folder: &TempDir,
    table: TableDefinition<K, Value>,
    change: impl FnOnce(&mut redb::Table<'_, K, Value>),
) {
    let db = Database::open(folder.path().join(FILE_NAME)).unwrap();
    let txn = db.begin_write().unwrap();
    change(&mut txn.open_table(table).unwrap());
    txn.commit().unwrap();
}

fn value(table: &redb::Table<'_, u64, Value>, number: u64) -> Vec<u8> {
    table.get(number).unwrap().unwrap().value().to_vec()
}

/// What somebody does who knows how the chain is made: every link anew, and the head.
fn chain_anew(folder: &TempDir) {
    let (mut last, mut entries) =
        (link::origin(&open(folder).store.identity().store_id), Vec::new());
    {
        let db = Database::open(folder.path().join(FILE_NAME)).unwrap();
        let txn = db.begin_read().unwrap();
        for row in txn.open_table(JOURNAL).unwrap().iter().unwrap() {
            let record = row.unwrap().1.value()[32..].to_vec();
            last = link::link(last, &record);
            entries.push((last, record));
        }
    }
    let count = entries.len() as u64;
    edit(folder, JOURNAL, |table| {
        table.retain(|_, _| false).unwrap();
        for (number, (link, record)) in (1..).zip(entries) {
            let value = [link.as_bytes(), record.as_slice()].concat();
            table.insert(number, value.as_slice()).unwrap();
        }
    });
    edit(folder, META, |table| {
        let head = [&count.to_be_bytes()[..], last.as_bytes()].concat();
        table.insert("journal_head", head.as_slice()).unwrap();
    });
}

fn assert_one(found: &[String], expected: &str) {
    assert!(found.first().is_some_and(|fault| fault == expected), "{expected}: {found:?}");
}

#[test]
fn an_untouched_journal_is_whole() {
    let folder = office();
    assert_eq!(faults(&folder), [""; 0]);
    // Began, the office, two accounts, three petitions.
    assert_eq!(head(&folder).number, 7);
}

#[test]
fn an_entry_that_was_changed_is_named() {
    let folder = office();
    edit(&folder, JOURNAL, |table| {
        let mut bytes = value(table, 4);
        *bytes.last_mut().unwrap() ^= 1;
        table.insert(4, bytes.as_slice()).unwrap();
    });
    assert_one(&faults(&folder), "journal: the chain breaks at entry 4 of 2026-11-25");
}

#[test]
fn an_entry_whose_own_link_was_made_anew_breaks_the_next() {
    let folder = office();
    edit(&folder, JOURNAL, |table| {
        let before = Digest::from_bytes(&value(table, 3)[..32]).unwrap();
        let record = value(table, 5)[32..].to_vec();
        let forged = [link::link(before, &record).as_bytes(), record.as_slice()].concat();
        table.insert(4, forged.as_slice()).unwrap();
    });
    assert_one(&faults(&folder), "journal: the chain breaks at entry 5 of 2026-11-25");
}

#[test]
fn an_entry_that_is_gone_is_missed() {
    let folder = office();
    edit(&folder, JOURNAL, |table| drop(table.remove(4).unwrap()));
    assert_one(&faults(&folder), "journal: entry 4 is missing, before entry 5 of 2026-11-25");
}

#[test]
fn entries_that_changed_places_are_found() {
    let folder = office();
    edit(&folder, JOURNAL, |table| {
        let (one, other) = (value(table, 3), value(table, 4));
        table.insert(3, other.as_slice()).unwrap();
        table.insert(4, one.as_slice()).unwrap();
    });
    assert_one(&faults(&folder), "journal: the chain breaks at entry 3 of 2026-11-25");
}

#[test]
fn a_tail_that_was_cut_off_is_missed() {
    let folder = office();
    edit(&folder, JOURNAL, |table| drop(table.remove(7).unwrap()));
    let found = faults(&folder);
    let ends = "journal: ends with entry 6 of 2026-11-25, the head is entry 7";
    assert_one(&found, ends);
    assert!(found.contains(&"journal: 1 events of 1 petitions were never told".to_owned()));
    // Whoever sets the head back as well has told too little of the histories.
    chain_anew(&folder);
    assert_eq!(faults(&folder), ["journal: 1 events of 1 petitions were never told"]);
}

#[test]
fn a_chain_made_anew_is_found_out_by_a_signed_head() {
    let folder = office();
    let signed = head(&folder);
    let holds = |head: Head| open(&folder).store.read().unwrap().holds(head).unwrap();
    assert!(holds(signed));
    // That an account was made, nobody is to know.
    edit(&folder, JOURNAL, |table| {
        let after: Vec<Vec<u8>> = (5..=7).map(|number| value(table, number)).collect();
        table.remove(7).unwrap();
        for (number, bytes) in (4..).zip(after) {
            table.insert(number, bytes.as_slice()).unwrap();
        }
    });
    chain_anew(&folder);
    assert_eq!(faults(&folder), [""; 0], "the chain alone can't tell");
    assert!(!holds(signed));
}

#[test]
fn a_history_that_was_changed_is_found_by_what_the_journal_tells_of_it() {
    let folder = office();
    let key = 2026 << 32 | 2;
    edit(&folder, EVENT, |table| {
        // The one who entered it becomes somebody else.
        let mut event = table.get((key, 1)).unwrap().unwrap().value().to_vec();
        let by = event.iter().rposition(|byte| *byte == 2).unwrap();
        event[by] = 1;
        table.insert((key, 1), event.as_slice()).unwrap();
    });
    assert_eq!(faults(&folder), ["2026/0002: not the history that the journal tells"]);
}

#[test]
fn a_journal_of_another_store_does_not_fit() {
    let (folder, other) = (office(), office());
    let entries: Vec<Vec<u8>> = {
        let db = Database::open(other.path().join(FILE_NAME)).unwrap();
        let table = db.begin_read().unwrap().open_table(JOURNAL).unwrap();
        table.iter().unwrap().map(|row| row.unwrap().1.value().to_vec()).collect()
    };
    edit(&folder, JOURNAL, |table| {
        for (number, bytes) in (1..).zip(entries) {
            table.insert(number, bytes.as_slice()).unwrap();
        }
    });
    assert_one(&faults(&folder), "journal: the chain breaks at entry 1 of 2026-11-25");
}
