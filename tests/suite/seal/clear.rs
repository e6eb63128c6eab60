//! Raw bytes: after every way in which a denouncer's name can reach the data folder, it is in none of its files.
//!
//! The index keeps words in pieces, which bytes do not show whole: `search::purge` looks into its dictionaries.

use std::fs;
use std::path::Path;
use std::time::Duration;

use axum::http::StatusCode;
use donthu::app::{export, import};
use donthu::domain::id::{HeldRowId, PetitionId};
use donthu::domain::ledger::Column;
use donthu::domain::permission::Role;
use donthu::domain::petition::Kind;
use donthu::workbook::Pace;

use super::{NAME, assert_sound, classify, open, paper, person, stored};
use crate::process::wait_until;
use crate::support::Office;

/// What of the planted person must be nowhere: as typed, folded, and its numbers.
const SECRETS: [&str; 5] = ["Khuyếch", "khuyech", "052184001234", "0905123456", "khuyech.vn"];

/// Waits until the files were cleaned of what had lain in clear.
fn settle(office: &Office) {
    office.app.index.wait_for(office.app.store.last_seq(), Duration::from_secs(20));
    wait_until("the files are cleaned", || office.app.store.scrub_due().unwrap().is_none());
}

fn found_in(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(found_in(&path));
        } else if path.is_file() {
            let bytes = fs::read(&path).unwrap();
            let holds = |secret: &str| {
                bytes.windows(secret.len()).any(|window| window == secret.as_bytes())
            };
            let held = SECRETS.iter().filter(|secret| holds(secret));
            found.extend(held.map(|secret| format!("{}: {secret}", path.display())));
        }
    }
    found
}

fn assert_clean(office: &Office) {
    settle(office);
    let found = found_in(office.app.folder());
    assert!(found.is_empty(), "{found:?}");
    assert_sound(office);
}

#[tokio::test]
async fn a_registered_denouncer_is_in_no_file() {
    let office = Office::new();
    let clerk = person(&office, Role::IntakeOfficer);
    let id = office.register(&clerk.actor, paper(Kind::Denunciation, "Tố cáo cán bộ"));
    office.register(&clerk.actor, paper(Kind::Denunciation, "Tố cáo lần nữa"));
    assert_clean(&office);
    assert!(open(&office, &clerk, id).await.text().contains(NAME));
    assert_clean(&office);
}

#[tokio::test]
async fn a_name_that_was_in_clear_before_leaves_the_files() {
    let office = Office::new();
    let desk = person(&office, Role::DeskOfficer);
    let id = office.register(&desk.actor, paper(Kind::Complaint, "Bà Khuyếch tố giác cán bộ"));
    let form = format!("/don/{id}/sua");
    let typed =
        [("dia_chi", "Ngõ Khuyếch 78"), ("noi_dung", "Tố giác cán bộ"), ("ly_do", "thừa tên")];
    let sent = office.fill(&desk, &form, &typed).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    office.app.index.wait_for(office.app.store.last_seq(), Duration::from_secs(20));
    assert!(!found_in(office.app.folder()).is_empty(), "a complaint is in clear: the search works");
    classify(&office, &desk, id, "TC").await;
    assert_clean(&office);
    let opened = open(&office, &desk, id).await.text();
    assert!(opened.contains("Ngõ Khuyếch 78") && opened.contains("Hẻm Khuyếch 77"), "{opened}");
    split(&office, id, &desk).await;
    assert_clean(&office);
}

async fn split(office: &Office, id: PetitionId, desk: &super::Person) {
    let address = format!("/don/{id}/buoc/tach-don");
    let revision = office.get(&desk.cookie, &address).await.value("ban");
    let fields = [
        ("ban", revision.as_str()),
        ("ngay", "03/11/2026"),
        ("loai_1", "TC"),
        ("noi_dung_1", "Tố cáo thu tiền"),
        ("loai_2", "KNPA"),
        ("noi_dung_2", "Kiến nghị làm cống"),
    ];
    let sent = office.post(&desk.cookie, &address, &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let part = PetitionId { serial: id.serial + 1, ..id };
    assert!(stored(office, part).is_sealed());
    assert!(open(office, desk, part).await.text().contains(NAME), "the part knows its sender");
}

#[tokio::test]
async fn a_corrected_denouncer_is_in_no_file() {
    let office = Office::new();
    let desk = person(&office, Role::DeskOfficer);
    let id = office.register(&desk.actor, paper(Kind::Denunciation, "Bà Khuyếch tố cáo cán bộ"));
    let form = format!("/don/{id}/sua");
    let reason = [("ly_do", "gõ nhầm")];
    let opened = office.post(&desk.cookie, &format!("{form}/danh-tinh"), &reason).await;
    let typed =
        [("ho_ten", "Khuyếch Văn Kín"), ("noi_dung", "Tố cáo cán bộ"), ("ly_do", "sai tên")];
    let filled = opened.form_fields(&form);
    let sent = office.send_filled(&desk, &form, filled, &typed).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    assert_clean(&office);
    let opened = open(&office, &desk, id).await.text();
    assert!(opened.contains("Khuyếch Văn Kín") && opened.contains(NAME), "{opened}");
}

#[tokio::test]
async fn a_ledger_and_its_held_rows_leave_no_denouncer_in_a_file() {
    let office = Office::new();
    let desk = person(&office, Role::DeskOfficer);
    let csv = "STT;Ngày đến;Người gửi;Địa chỉ;Email;Loại đơn;Nội dung\n\
               1;03/01/2018;Khuyếch Thử;Hẻm Khuyếch;a@khuyech.vn;Tố cáo;Thu tiền sai\n\
               2;04/01/2018;Khuyếch Chờ;Hẻm Khuyếch;b@khuyech.vn;;Không rõ loại\n\
               3;05/01/2018;Khuyếch Bỏ;Hẻm Khuyếch;c@khuyech.vn;Tố cáo;\n";
    let ledger = import::read(&office.app, "so.csv", csv.as_bytes(), &|_| Pace::GoOn).unwrap();
    let report = import::import(&office.app, Some(&desk.actor), &ledger, &mut |_| true).unwrap();
    assert_eq!((report.tally.imported, report.tally.held), (1, 2), "{report:?}");
    assert_clean(&office);
    let held = office.get(&desk.cookie, "/quan-tri/dong-cho-sua/1").await;
    assert_eq!(
        held.value("nguoi-gui"),
        "Khuyếch Chờ",
        "the importer still reads it: {}",
        held.html()
    );
    import::drop_row(&office.app, &desk.actor, HeldRowId(2), "trùng").unwrap();
    let cells = [(Column::Kind, "Tố cáo".to_owned())];
    let id = import::correct(&office.app, &desk.actor, HeldRowId(1), &cells).unwrap().unwrap();
    assert_clean(&office);
    let opened = open(&office, &desk, id).await.text();
    assert!(opened.contains("Khuyếch Chờ") && opened.contains("b@khuyech.vn"), "{opened}");
    let again = import::import(&office.app, Some(&desk.actor), &ledger, &mut |_| true).unwrap();
    assert_eq!((again.tally.imported, again.tally.already), (0, 3), "known without the sender");
    assert_clean(&office);
}

/// The console shows what a reader without any opening would see, until the identities are asked for by name.
#[tokio::test]
async fn the_export_has_identities_only_when_asked_for_by_name() {
    let office = Office::new();
    let clerk = person(&office, Role::IntakeOfficer);
    let id = office.register(&clerk.actor, paper(Kind::Denunciation, "Tố cáo cán bộ"));
    open(&office, &clerk, id).await;
    let export = |with_identities: bool| {
        let mut lines = Vec::new();
        let written = if with_identities {
            export::json_lines_with_identities(&office.app, &mut lines)
        } else {
            export::json_lines(&office.app, &mut lines)
        };
        assert_eq!(written.unwrap(), (1, 0));
        String::from_utf8(lines).unwrap()
    };
    let (plain, sealed) = (export(false), export(true));
    assert!(!plain.contains("Khuyếch") && !plain.contains("đối chiếu chữ ký"), "{plain}");
    assert!(plain.contains("Công dân TC-2026-0001"));
    assert!(sealed.contains("\"type\":\"identity\"") && sealed.contains(NAME), "{sealed}");
    assert_clean(&office);
}
