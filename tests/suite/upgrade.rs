//! Data folders of every released format are read by this release: nothing in them changes its meaning.
//!
//! `tests/fixtures/store/vN.redb` was written by the release that brought format N, `vN.jsonl` is what it exported,
//! `vN.seal.key` the key of its seal (of made-up people).
//! Neither is ever written anew. A new format adds its own pair: `cargo test --test suite -- --ignored upgrade`.

use std::fs;
use std::path::{Path, PathBuf};

use donthu::app::account::{self, NewAccount};
use donthu::app::settings::{self, NewUnit};
use donthu::app::{App, export, import, index};
use donthu::clock::{Clock, OFFICE_ZONE};
use donthu::domain::event::{Event, Happening};
use donthu::domain::id::UnitId;
use donthu::domain::ledger::Column;
use donthu::domain::organisation::UnitKind;
use donthu::domain::permission::{Post, Role};
use donthu::domain::petition::{
    Assignment, AssignmentMode, Channel, DocumentMention, Facts, Field, Kind, Outcome, ResultKind,
    Source,
};
use donthu::store::petition::NewPetition;
use donthu::store::seal::default_place;
use donthu::store::{FILE_NAME, FORMAT_VERSION};
use donthu::workbook::Pace;
use tempfile::TempDir;

use crate::process::csv;
use crate::support::{complaint, date, person};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/store").join(name)
}

fn clock() -> Clock {
    let now = chrono::DateTime::parse_from_rfc3339("2026-11-25T09:00:00+07:00").unwrap();
    Clock::Fixed(now.with_timezone(&OFFICE_ZONE))
}

fn exported(app: &App) -> String {
    let mut out = Vec::new();
    assert_eq!(export::json_lines(app, &mut out).unwrap().1, 0, "records that can't be read");
    String::from_utf8(out).unwrap()
}

#[test]
fn every_released_format_is_read() {
    for version in 1..=FORMAT_VERSION {
        let folder = TempDir::new().unwrap();
        let data = folder.path().join("data");
        fs::create_dir(&data).unwrap();
        fs::copy(fixture(&format!("v{version}.redb")), data.join(FILE_NAME)).unwrap();
        fs::copy(fixture(&format!("v{version}.seal.key")), default_place(&data)).unwrap();
        let app = App::open(&data, clock()).unwrap();
        let found = app.store.verify(&app.due()).unwrap();
        assert!(found.faults.is_empty() && found.petitions >= 8, "{found:?}");
        assert!(index::compare(&app).unwrap().is_empty());
        let expected = fs::read_to_string(fixture(&format!("v{version}.jsonl"))).unwrap();
        for (line, expected) in exported(&app).lines().zip(expected.lines()) {
            let [line, expected] = [line, expected]
                .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
            // Later releases may tell more, never something else.
            for (field, value) in expected.as_object().unwrap() {
                assert_eq!(&line[field], value, "{field} of {line}");
            }
        }
        assert_eq!(exported(&app).lines().count(), expected.lines().count());
        let snapshot = app.store.read().unwrap();
        let sealed = snapshot.petition_ids().unwrap().into_iter();
        let sealed = sealed.filter(|id| snapshot.protected_sender(*id).unwrap().is_some()).count();
        assert_eq!(sealed, 1, "the sealed identity");
        account::list(&app, None)
            .unwrap()
            .iter()
            .for_each(|account| assert!(!account.posts.all().is_empty()));
    }
}

#[test]
#[ignore = "writes the fixture of a new format, once"]
fn write_the_fixture_of_this_format() {
    let store = fixture(&format!("v{FORMAT_VERSION}.redb"));
    assert!(!store.exists(), "a released fixture is never written anew");
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    {
        let app = App::open(&data, clock()).unwrap();
        fill(&app);
        fs::create_dir_all(store.parent().unwrap()).unwrap();
        fs::write(fixture(&format!("v{FORMAT_VERSION}.jsonl")), exported(&app)).unwrap();
    }
    fs::copy(default_place(&data), fixture(&format!("v{FORMAT_VERSION}.seal.key"))).unwrap();
    let path = data.join(FILE_NAME);
    redb::Database::open(&path).unwrap().compact().unwrap();
    fs::copy(path, store).unwrap();
}

/// Something of everything that the format holds.
fn fill(app: &App) {
    settings::seed(app, Some("UBND thành phố Mẫu")).unwrap();
    let unit = NewUnit {
        name: "Phòng Dân tộc Mẫu".into(),
        short_name: "P. DTM".into(),
        valid_from: None,
        kind: UnitKind::of_name("Phòng Dân tộc Mẫu"),
    };
    settings::add_unit(app, None, &unit).unwrap();
    for (user_name, role, unit) in [
        ("quantri", Role::Administrator, None),
        ("mai", Role::DeskHead, None),
        ("hung", Role::UnitOfficer, Some(UnitId(3))),
    ] {
        let posts = vec![Post { role, unit }.since(app.clock.today())];
        let password = "con mèo leo cây cau".into();
        let full_name = format!("Người Mẫu {user_name}");
        account::create(
            app,
            None,
            NewAccount { user_name: user_name.into(), full_name, password, posts },
        )
        .unwrap();
    }
    let book = csv(&[
        ("Bà Lê Thị Sổ", "Khiếu nại", "Khiếu nại giá đền bù thửa 12, tờ 3"),
        ("Ông Võ Văn Sổ", "Kiến nghị", "Kiến nghị làm cống hẻm 5"),
        ("Trần Văn Chờ", "", "Không rõ loại"),
    ]);
    let read = import::read(app, "so-mau.csv", book.as_bytes(), &|_| Pace::GoOn).unwrap();
    import::import(app, None, &read, &mut |_| true).unwrap();
    app.store
        .write(|tx| {
            petitions().into_iter().try_for_each(|new| tx.register(new, &app.due()).map(drop))
        })
        .unwrap();
    assert!(
        app.store.read().unwrap().each_held_row().unwrap()[0]
            .as_ref()
            .unwrap()
            .row
            .cells
            .contains_key(&Column::Content)
    );
}

fn event(happening: Happening, on: &str) -> Event {
    Event { happening, on: date(on), entered_at: clock().now(), by: None, capacity: None }
}

fn petitions() -> Vec<NewPetition> {
    let document =
        |number: &str| DocumentMention { number: number.into(), dated: Some(date("2018-03-20")) };
    let full = Facts {
        kind: Kind::Complaint,
        written_on: Some(date("2018-03-10")),
        source: Some(Source {
            channel: Channel::Forwarded,
            from_body: Some("Thanh tra tỉnh".into()),
        }),
        group_size: 12,
        field: Some(Field::ALL[0]),
        respondent: Some("UBND phường Lê Lợi".into()),
        enclosures: Some("2 bản sao".into()),
        has_originals: true,
        note: Some("Ghi chú".into()),
        ..complaint("2018-03-15", "Phạm Thị Đủ", "Khiếu nại quyết định 123/QĐ-UBND")
    };
    let denunciation = Facts {
        kind: Kind::Denunciation,
        ..complaint("2018-03-16", "Hồ Văn Kín", "Tố cáo cán bộ")
    };
    let anonymous = Facts { petitioner: None, ..denunciation.clone() };
    let suggestion = Facts {
        kind: Kind::Suggestion,
        ..complaint("2017-12-31", "Đỗ Thị Cuối", "Kiến nghị đèn đường")
    };
    let assigned = Happening::Assigned(Assignment {
        unit: UnitId(3),
        mode: Some(AssignmentMode::Settle),
        document: Some(document("15/PC-BTCD")),
        due_on: Some(date("2018-04-15")),
    });
    let resolved = |kind| Happening::Resolved(Outcome { kind, document: document("99/QĐ-UBND") });
    let new = |facts: &Facts, more: Vec<Happening>| {
        let mut history = vec![event(Happening::Received, &facts.received_on.to_string())];
        history.extend(more.into_iter().map(|happening| event(happening, "2018-03-20")));
        NewPetition {
            facts: facts.clone(),
            sealed_note: None,
            origin: None,
            entered_by: None,
            history,
        }
    };
    let with_numbers = donthu::domain::person::Petitioner {
        identity_number: donthu::domain::person::IdentityNumber::parse("052184001234").ok(),
        phone: donthu::domain::person::Phone::parse("0905123456").ok(),
        ..person("Phạm Thị Đủ")
    };
    let numbered = Facts { petitioner: Some(with_numbers), ..full.clone() };
    vec![
        new(&full, vec![]),
        new(&numbered, vec![assigned.clone()]),
        new(&full, vec![assigned.clone(), resolved(ResultKind::ALL[0])]),
        new(&suggestion, vec![assigned.clone(), resolved(ResultKind::Reply)]),
        new(&suggestion, vec![Happening::FiledAway]),
        new(&denunciation, vec![assigned, Happening::IdentityOpened { reason: "xác minh".into() }]),
        new(&anonymous, vec![]),
    ]
}
