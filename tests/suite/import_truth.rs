//! The ledger of 2017 through the whole product: what the store and the export say afterwards, against the truth.

use donthu::app::{browse, export, import};
use donthu::domain::id::PetitionId;
use donthu::domain::permission::Role;
use donthu::workbook::Pace;
use serde_json::Value;

use crate::ledger_truth::Truth;
use crate::support::Office;

const LEDGER: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/so-theo-doi-don-2017.xlsx");

pub(crate) fn import_2017(office: &Office) -> import::Report {
    let bytes = std::fs::read(LEDGER).unwrap();
    let ledger = import::read(&office.app, "so-2017.xlsx", &bytes, &|_| Pace::GoOn).unwrap();
    import::import(&office.app, None, &ledger, &mut |_| true).unwrap()
}

#[test]
fn the_store_says_what_the_clerk_would_read_out_of_the_ledger() {
    let office = Office::new();
    let report = import_2017(&office);
    assert_eq!((report.tally.imported, report.tally.held), (2277, 12));
    assert!(report.units_added.is_empty(), "{:?}", report.units_added);
    let mut lines = Vec::new();
    export::json_lines(&office.app, &mut lines).unwrap();
    let petitions: Vec<Value> = String::from_utf8(lines)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .filter(|line: &Value| line["type"] == "petition")
        .collect();
    assert_eq!(petitions.len(), 2277);
    let mut wrong = Vec::new();
    for row in Truth::load().0.iter().filter(|row| row["bad"].is_null()) {
        let found = petitions.iter().find(|petition| {
            petition["origin"]["sheet"] == row["sheet"] && petition["origin"]["row"] == row["row"]
        });
        wrong.extend(differences(row, found.unwrap()));
    }
    assert!(wrong.is_empty(), "{} wrong: {:#?}", wrong.len(), &wrong[..wrong.len().min(10)]);
}

fn differences(row: &Value, petition: &Value) -> Vec<String> {
    let is_denunciation = row["kind"] == "TC";
    let has_unit = !row["unit"].is_null();
    let pairs = [
        ("kind", &row["kind"], &petition["kind"]),
        ("date", &row["date"], &petition["received"]),
        ("group", &row["group"], &petition["group_size"]),
        ("source", &row["source"], &petition["source"]),
        ("unit", &row["unit"], &petition["assignment"]["unit"]),
        ("due", &row["due"], &petition["assignment"]["due"]),
        ("resolved", &row["resolved"], &petition["outcome"]["document"]["dated"]),
        ("text", &row["text"], &petition["content"]),
    ];
    let mut wrong: Vec<String> = pairs
        .into_iter()
        .filter(|(_, truth, ours)| truth != ours)
        .map(|(name, truth, ours)| format!("{} {name}: {truth} / {ours}", row["no"]))
        .collect();
    if !is_denunciation && row["sender"] != petition["sender"] {
        wrong.push(format!("{} sender: {} / {}", row["no"], row["sender"], petition["sender"]));
    }
    let status = match (row["archived"] == true, row["resolved"].is_null(), has_unit) {
        (true, _, _) => "luu-don",
        (_, false, _) => "da-giai-quyet",
        (_, true, true) => "dang-giai-quyet",
        (_, true, false) => "moi-tiep-nhan",
    };
    if petition["status"] != status {
        wrong.push(format!("{} status: {status} / {}", row["no"], petition["status"]));
    }
    wrong
}

/// A remark about the sender of a denunciation used to be kept in the open note, where every reader of the petition saw
/// it: a second telephone, an "Email" column that no field holds.
#[test]
fn what_a_book_says_of_a_denouncer_goes_under_the_seal() {
    let office = Office::new();
    let csv = "STT;Ngày đến;Người gửi;Điện thoại;Email;Loại đơn;Nội dung;Ghi chú\n\
               1;03/01/2018;Quách Thử;0905 000 001 / 0914 000 002;thu@vidu.vn;Tố cáo;Thu tiền sai;gấp\n\
               2;04/01/2018;Lê Thử;0905 000 003 / 0914 000 004;mo@vidu.vn;Khiếu nại;Chậm trả lời;\n";
    let ledger = import::read(&office.app, "so.csv", csv.as_bytes(), &|_| Pace::GoOn).unwrap();
    let report = import::import(&office.app, None, &ledger, &mut |_| true).unwrap();
    assert_eq!(report.tally.imported, 2, "{report:?}");
    let mut lines = Vec::new();
    export::json_lines(&office.app, &mut lines).unwrap();
    let text = String::from_utf8(lines).unwrap();
    for hidden in ["0914 000 002", "thu@vidu.vn", "Quách"] {
        assert!(!text.contains(hidden), "{hidden}");
    }
    for open in ["0914 000 004", "mo@vidu.vn", "gấp"] {
        assert!(text.contains(open), "{open}");
    }
    let leader = office.person(Role::Leader, None);
    let id = PetitionId { year: 2018, serial: 1 };
    let sender = browse::open_identity(&office.app, &leader, id, "xác minh").unwrap();
    assert_eq!(sender.petitioner.unwrap().name, "Quách Thử");
    let note = sender.note.unwrap();
    assert!(note.contains("0914 000 002") && note.contains("thu@vidu.vn"), "{note}");
}
