//! The ledger of 2017 through the whole product: what the store and the export say afterwards, against the truth.

use donthu::app::{export, import};
use donthu::workbook::Pace;
use serde_json::Value;

use crate::ledger_truth::Truth;
use crate::support::Office;

const LEDGER: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/so-theo-doi-don-2017.xlsx");

pub(crate) fn import_2017(office: &Office) -> import::Report {
    let bytes = std::fs::read(LEDGER).unwrap();
    let ledger = import::read(&office.app, "so-2017.xlsx", &bytes, &|| Pace::GoOn).unwrap();
    import::import(&office.app, None, &ledger, &mut |_, _| true).unwrap()
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
