//! `verify` and `export` go on past what can't be read and list it; the index is compared word by word, and fairly.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use donthu::app::index;
use donthu::domain::permission::Role;
use donthu::domain::petition::Facts;
use donthu::search::{Indexer, Progress, SearchDocument, Stamp, rebuild};
use redb::{Database, Key, TableDefinition};

use crate::process::{Folder, csv};
use crate::support::{Office, complaint};

/// Puts bytes that are no record into a row of a table.
fn damage<K: Key + 'static>(folder: &Folder, table: &str, key: K::SelfType<'_>) {
    let table: TableDefinition<K, &[u8]> = TableDefinition::new(table);
    let db = Database::open(folder.store()).unwrap();
    let txn = db.begin_write().unwrap();
    {
        let mut table = txn.open_table(table).unwrap();
        assert!(table.insert(key, [1, 255, 255].as_slice()).unwrap().is_some(), "no such row");
    }
    txn.commit().unwrap();
}

#[test]
fn what_cannot_be_read_is_listed_and_everything_else_goes_on() {
    let folder = Folder::new();
    let rows = [("Lý Đọc Được", "Khiếu nại", "Việc một"), ("Lý Hỏng", "Khiếu nại", "Việc hai")];
    for (at, rows) in [&rows[..], &[("Vũ Chờ", "", "Không loại"), ("Vũ Đợi", "", "Không loại")]]
        .iter()
        .enumerate()
    {
        let file = folder.file(&format!("so-{at}.csv"), csv(rows));
        folder.run(&["import", &file]).good();
    }
    folder.account("mai", "nguoi-xu-ly");
    folder.account("an", "nguoi-xu-ly");
    folder.run(&["verify"]).good();
    let whole = folder.run(&["export"]).good();
    damage::<u64>(&folder, "petition_body", 2018 << 32 | 2);
    damage::<u16>(&folder, "unit", 2);
    damage::<u32>(&folder, "account", 1);
    damage::<u32>(&folder, "import_batch", 1);
    damage::<u64>(&folder, "held_row", 1);
    let verified = folder.run(&["verify"]);
    assert_eq!(verified.code, 6, "{verified:?}");
    for named in [
        "2018/0002",
        "table unit, key 2",
        "table account, key 1",
        "table import_batch, key 1",
        "table held_row, key 1",
    ] {
        assert!(verified.out.contains(named), "{named}: {}", verified.out);
    }
    assert!(verified.out.contains("Đã kiểm 2 đơn"), "{}", verified.out);
    let export = folder.run(&["export"]);
    assert_eq!(export.code, 6, "{export:?}");
    assert_eq!(export.out.lines().count(), whole.out.lines().count());
    assert_eq!(export.out.matches("\"type\":\"unreadable\"").count(), 5, "{}", export.out);
    for kept in ["Lý Đọc Được", "\"user_name\":\"an\"", "\"id\":2,\"batch\":2"] {
        assert!(export.out.contains(kept), "{kept}: {}", export.out);
    }
    // One unit that can't be read does not keep the office shut.
    let served = folder.serve();
    assert!(served.get("", "/dang-nhap").status == 200);
    assert_eq!(folder.run(&["verify"]).code, 6);
}

/// A way in which a document can differ.
type Change = fn(&mut SearchDocument);

/// The document that the product makes of these facts.
fn document_of(serial: u32, facts: &Facts) -> SearchDocument {
    let person = facts.petitioner.clone().unwrap();
    SearchDocument {
        id: donthu::domain::id::PetitionId { year: 2026, serial },
        name: Some(person.name),
        address: person.address,
        ward: person.ward,
        content: facts.content.clone(),
        documents: Vec::new(),
        kind: facts.kind,
        unit: None,
        received_on: facts.received_on,
    }
}

#[test]
fn an_index_of_other_words_is_found_out() {
    let office = Office::new();
    let mai = office.person(Role::IntakeOfficer, None);
    let facts: Vec<Facts> = ["Việc đất đai", "Việc nhà ở", "Việc cây xanh"]
        .map(|content| complaint("2026-11-24", "Trần Văn Chữ", content))
        .into();
    for facts in &facts {
        office.register(&mai, facts.clone());
    }
    let compared = || index::compare_running(&office.app, Duration::from_secs(20)).unwrap();
    assert_eq!(compared(), [""; 0]);
    let identity = office.app.store.identity();
    let stamp = Stamp { store_id: identity.store_id, epoch: identity.epoch };
    let answer_from = |documents: Vec<SearchDocument>| {
        let folder = tempfile::tempdir().unwrap();
        let index = rebuild(folder.path(), stamp, 3, documents, |_| Progress::Continue).unwrap();
        let indexer = Indexer::new(index, office.app.index.searcher.clone()).unwrap();
        let found = compared();
        drop(indexer);
        found
    };
    let right = |serial: u32| document_of(serial, &facts[serial as usize - 1]);
    assert_eq!(answer_from(vec![right(1), right(2), right(3)]), [""; 0]);
    let changes: [Change; 5] = [
        |document| document.content = "Việc nhà đất".into(),
        |document| document.content = "Việc nhà nhà ở".into(),
        |document| document.content = "Việc ở nhà".into(),
        |document| document.name = Some("Trần Văn Chứ".into()),
        |document| document.documents.push("12/QĐ-UBND".into()),
    ];
    for change in changes {
        let mut wrong = right(2);
        change(&mut wrong);
        let found = answer_from(vec![right(1), wrong.clone(), right(3)]);
        assert_eq!(found, ["2026/0002: index and store disagree"], "{wrong:?}");
    }
    for documents in [vec![right(1), right(3)], vec![right(1), right(2), right(2), right(3)]] {
        assert_eq!(answer_from(documents), ["2026/0002: index and store disagree"]);
    }
    let mut foreign = right(3);
    foreign.id.serial = 9;
    let found = answer_from(vec![right(1), right(2), right(3), foreign]);
    assert_eq!(found, ["2026/0009: index and store disagree"]);
}

#[test]
fn petitions_that_come_meanwhile_are_no_findings() {
    let office = Office::new();
    let mai = office.person(Role::IntakeOfficer, None);
    let (is_over, mut findings) = (AtomicBool::new(false), Vec::new());
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for at in 0_u32.. {
                if is_over.load(Ordering::Acquire) {
                    break;
                }
                office.register(&mai, complaint("2026-11-24", "Vũ Bận", &format!("Việc {at}")));
            }
        });
        while office.app.store.last_seq() < 60 {
            let found = index::compare_running(&office.app, Duration::from_secs(20));
            findings.extend(found.unwrap_or_else(|error| vec![error.to_string()]));
            findings.extend(office.app.store.verify(&office.app.due()).unwrap().faults);
        }
        is_over.store(true, Ordering::Release);
    });
    assert_eq!(findings, [""; 0]);
}
