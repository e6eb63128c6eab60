//! The key file: missing, wrong, changed for a new one; what it stops and what it does not.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};

use axum::http::StatusCode;
use donthu::app::App;
use donthu::domain::id::PetitionId;
use donthu::domain::permission::Role;
use donthu::domain::petition::Kind;
use donthu::store::seal::{SealFault, default_place};

use super::{NAME, assert_sound, faults, open, paper, person, stored};
use crate::process::Folder;
use crate::support::{Office, complaint};

#[tokio::test]
async fn without_the_key_everything_else_works_and_nothing_is_stored_in_clear() {
    let office = Office::new();
    let clerk = person(&office, Role::IntakeOfficer);
    let id = office.register(&clerk.actor, paper(Kind::Denunciation, "Tố cáo cán bộ"));
    let key = default_place(office.app.folder());
    let kept = fs::read(&key).unwrap();
    fs::remove_file(&key).unwrap();
    let office = office.restarted();
    let clerk = super::Person { cookie: office.sign_in(&clerk.actor), ..clerk };
    assert_eq!(office.app.store.seal_fault(), Some(SealFault::Missing { place: key.clone() }));
    assert!(!key.exists(), "a key is never made silently");
    let words = "không có tệp khóa niêm phong";
    let page = office.get(&clerk.cookie, &format!("/don/{id}")).await;
    assert!(page.text().contains(words) && page.text().contains(key.to_str().unwrap()));
    let opened = open(&office, &clerk, id).await;
    assert_eq!(opened.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(opened.text().contains(words), "{}", opened.text());
    assert_eq!(stored(&office, id).revision, 1, "what did not open is not told as opened");

    let address = "/don/moi";
    let typed =
        |kind| [("nguon", "truc-tiep"), ("ho_ten", NAME), ("noi_dung", "Việc"), ("loai", kind)];
    let refused = office.fill(&clerk, address, &typed("TC")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains(words), "{}", refused.text());
    assert_eq!(refused.value("ho_ten"), NAME, "what was typed stays");
    let taken = office.fill(&clerk, address, &typed("KN")).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());
    assert!(faults(&office).iter().any(|fault| fault.contains("no key file")));
    let search = office.get(&clerk.cookie, "/tim?q=khuyech+thi+bi").await;
    assert_eq!(search.status, StatusCode::OK);

    fs::write(&key, "donthu seal key 1\n00000001 ".to_owned() + &"ab".repeat(32)).unwrap();
    let office = office.restarted();
    assert!(matches!(office.app.store.seal_fault(), Some(SealFault::WrongKey { .. })));
    let opened = open(&office, &clerk, id).await;
    assert!(opened.text().contains("tệp của kho khác"), "{}", opened.text());
    fs::write(&key, kept).unwrap();
    let office = office.restarted();
    assert!(open(&office, &clerk, id).await.text().contains(NAME));
    assert_sound(&office);
}

#[test]
fn a_rotation_puts_everything_under_the_new_key_and_goes_on_after_a_kill() {
    let office = Office::new();
    let clerk = person(&office, Role::IntakeOfficer);
    for _ in 0..510 {
        office.register(&clerk.actor, paper(Kind::Denunciation, "Tố cáo cán bộ"));
    }
    let store = &office.app.store;
    let old = store.seal_status().unwrap();
    assert_eq!(old.records.values().sum::<u64>(), 510);
    let killed = catch_unwind(AssertUnwindSafe(|| {
        store.rotate_key(&mut |_, _| panic!("killed after the first chunk"))
    }));
    killed.unwrap_err();
    let half = store.seal_status().unwrap();
    assert_eq!((half.keys.len(), half.records.len()), (2, 2), "{half:?}");
    assert_sound(&office);
    let office = office.restarted();
    let done = office.app.store.rotate_key(&mut |_, _| ()).unwrap();
    assert!(done.is_continued && done.records < 510, "{done:?}");
    let status = office.app.store.seal_status().unwrap();
    assert_eq!((status.keys.len(), status.records.len()), (2, 1), "no third key: {status:?}");
    assert_eq!(status.records.keys().next(), status.keys.last());
    assert_sound(&office);
    let again = office.app.store.rotate_key(&mut |_, _| ()).unwrap();
    assert!(!again.is_continued && again.records == 510);
    assert_sound(&office);
}

#[test]
fn what_is_moved_or_changed_under_the_seal_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    {
        let app = App::open(&data, donthu::clock::Clock::System).unwrap();
        donthu::app::settings::seed(&app, None).unwrap();
        for name in ["Lê Một", "Lê Hai"] {
            let facts = donthu::domain::petition::Facts {
                kind: Kind::Denunciation,
                ..complaint("2018-03-01", name, "Tố cáo")
            };
            let new = donthu::store::petition::NewPetition {
                facts,
                sealed_note: None,
                origin: None,
                entered_by: None,
                history: vec![],
            };
            let due = app.due();
            let made: Result<PetitionId, donthu::store::error::StoreError> =
                app.store.write(|tx| tx.register(new, &due));
            made.unwrap();
        }
    }
    // The second one's seal in the place of the first one's.
    let table = redb::TableDefinition::<u64, &[u8]>::new("petition_sealed");
    let db = redb::Database::open(data.join(donthu::store::FILE_NAME)).unwrap();
    let write = db.begin_write().unwrap();
    {
        let mut sealed = write.open_table(table).unwrap();
        let [one, two] = [1, 2].map(|serial| PetitionId { year: 2018, serial }.key());
        let other = redb::ReadableTable::get(&sealed, two).unwrap().unwrap().value().to_vec();
        sealed.insert(one, other.as_slice()).unwrap();
    }
    write.commit().unwrap();
    drop(db);
    let app = App::open(&data, donthu::clock::Clock::System).unwrap();
    let found = app.store.verify(&app.due()).unwrap().faults;
    let is_told = |part: &str| found.iter().any(|fault| fault.contains(part));
    assert!(is_told("2018/0001") && is_told("does not open"), "{found:?}");
}

#[test]
fn the_console_tells_copies_and_changes_keys() {
    let folder = Folder::with_ledger();
    let status = folder.run(&["seal", "status"]).good();
    assert!(status.out.contains("đang niêm phong"), "{}", status.out);
    let place = default_place(&folder.data());
    assert!(status.out.contains(place.to_str().unwrap()), "{}", status.out);
    let copy = folder.file("x", "").replace("/x", "/copy.key");
    folder.run(&["seal", "backup-key", &copy]).good();
    assert_eq!(fs::read(&copy).unwrap(), fs::read(&place).unwrap());
    assert_ne!(folder.run(&["seal", "backup-key", &copy]).code, 0, "nothing is written over");
    let inside = folder.data().join("khoa.key");
    let refused = folder.run(&["seal", "backup-key", inside.to_str().unwrap()]);
    assert!(refused.code == 3 && !inside.exists(), "{}", refused.err);
    folder.run(&["seal", "rotate"]).good();
    folder.run(&["verify"]).good();
    fs::remove_file(&place).unwrap();
    let missing = folder.run(&["export", "--sealed"]);
    assert!(missing.code == 3 && missing.err.contains("tệp khóa"), "{}", missing.err);
    folder.run(&["export"]).good();
    folder.run(&["search", "bồi thường"]).good();
    assert_eq!(folder.run(&["verify"]).code, 6);
    folder.run(&["seal", "rotate", "--without-old-key"]).good();
    assert!(folder.run(&["seal", "status"]).out.contains("Không có khóa để mở"));
    // The copy from before the rotation opens nothing now; with `--seal-key` it is said whose it is.
    let wrong = folder.run(&["seal", "status", "--seal-key", &copy]);
    assert!(wrong.code == 6 && wrong.err.contains("không có khóa"), "{}", wrong.err);
}
