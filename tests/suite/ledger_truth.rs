//! The ledger of 2017 against what a careful clerk would read out of it, and the same ledger in other clothes.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use donthu::domain::ledger::{Book, Fault, LedgerEntry, Sheet, interpret, read_book};
use donthu::workbook::{self, Limits, Pace};
use serde_json::Value;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");

/// The truth's rows, by sheet and row.
pub(crate) struct Truth(pub(crate) Vec<Value>);

impl Truth {
    pub(crate) fn load() -> Self {
        let text =
            std::fs::read(Path::new(DATA).join("so-theo-doi-don-2017.truth.json")).expect("truth");
        let truth: Value = serde_json::from_slice(&text).expect("json");
        Self(truth["rows"].as_array().expect("rows").clone())
    }
}

pub(crate) fn read(name: &str, bytes: &[u8]) -> Vec<Sheet> {
    workbook::read(name, bytes, &Limits::default(), &|_| Pace::GoOn).expect("readable")
}

pub(crate) fn book(sheets: &[Sheet]) -> Book {
    read_book(sheets, NaiveDate::from_ymd_opt(2026, 11, 25).expect("day"), &|_| true)
        .expect("a ledger")
}

fn example() -> Vec<Sheet> {
    let bytes = std::fs::read(Path::new(DATA).join("so-theo-doi-don-2017.xlsx")).expect("ledger");
    read("so-theo-doi-don-2017.xlsx", &bytes)
}

#[test]
fn every_row_of_the_ledger_is_read_as_the_clerk_reads_it() {
    let book = book(&example());
    let found: BTreeMap<(String, u64), _> = book
        .rows
        .iter()
        .map(|(row, context)| ((row.sheet.clone(), u64::from(row.row)), interpret(row, context)))
        .collect();
    assert_eq!(book.rows.len(), 2289);
    let mut wrong = Vec::new();
    for row in Truth::load().0 {
        let key =
            (row["sheet"].as_str().expect("sheet").to_owned(), row["row"].as_u64().expect("row"));
        match (row["bad"].as_str(), &found[&key]) {
            (None, Ok(entry)) => wrong.extend(differences(&row, entry)),
            (None, Err(faults)) => wrong.push(format!("{key:?} held: {faults:?}")),
            (Some(why), Ok(_)) => wrong.push(format!("{key:?} admitted, though {why}")),
            (Some(why), Err(faults)) if faults.iter().map(reason).collect::<Vec<_>>() != [why] => {
                wrong.push(format!("{key:?} held for {faults:?}, not {why}"));
            }
            (Some(_), Err(_)) => {}
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(30)].join("\n")
    );
}

fn reason(fault: &Fault) -> &'static str {
    match fault {
        Fault::NoKind => "no kind",
        Fault::NoContent => "no content",
        Fault::NoSuchDate { .. } => "no such date",
        Fault::ImplausibleYear { .. } => "year typed wrong",
        Fault::UnknownKind(_)
        | Fault::NoDate
        | Fault::DateAboveUnknown { .. }
        | Fault::UnreadableDate { .. }
        | Fault::UnreadableGroupSize(_)
        | Fault::TooLong { .. } => "another",
    }
}

/// What differs between an entry and the truth's row.
pub(crate) fn differences(row: &Value, entry: &LedgerEntry) -> Vec<String> {
    let day = |day: Option<NaiveDate>| day.map_or(Value::Null, |day| day.to_string().into());
    let source = entry.source.as_ref().map(|source| match &source.from_body {
        Some(body) => format!("{body} chuyển"),
        None => source.channel.code().to_owned(),
    });
    let right_source = row["source"].as_str().map(|text| match text {
        "Trực tiếp" => "truc-tiep".to_owned(),
        "Bưu điện" => "buu-dien".to_owned(),
        "Tiếp công dân" => "tiep-cong-dan".to_owned(),
        other => other.to_owned(),
    });
    let resolved = entry.outcome.as_ref().and_then(|outcome| outcome.document.dated);
    let handed = entry.assigning_document.as_ref().map(|document| {
        let dated =
            document.dated.map(|day| day.format("%d/%m/%Y").to_string()).unwrap_or_default();
        format!("{} ngày {dated}", document.number)
    });
    let sender = entry.sender.as_ref();
    let text = |value: Option<&str>| value.map_or(Value::Null, Value::from);
    let pairs: [(&str, Value); 11] = [
        ("kind", entry.kind.code().into()),
        ("date", day(Some(entry.received_on))),
        ("sender", text(sender.map(|sender| sender.name.as_str()))),
        ("addr", text(sender.and_then(|sender| sender.address.as_deref()))),
        ("group", entry.group_size.into()),
        ("unit", text(entry.unit_name.as_deref().map(written_out))),
        ("due", day(entry.due_on)),
        ("resolved", day(resolved)),
        ("handed", text(handed.as_deref())),
        ("text", entry.content.as_str().into()),
        ("archived", entry.filed_away.into()),
    ];
    let mut wrong: Vec<String> = pairs
        .iter()
        .filter(|(field, got)| row[*field] != *got)
        .map(|(field, got)| {
            format!("{} {} {field}: {got} not {}", row["sheet"], row["row"], row[*field])
        })
        .collect();
    if source != right_source {
        wrong.push(format!(
            "{} {} source: {source:?} not {right_source:?}",
            row["sheet"], row["row"]
        ));
    }
    if !entry.remarks.is_empty() {
        wrong.push(format!("{} {} remarks: {:?}", row["sheet"], row["row"], entry.remarks));
    }
    wrong
}

/// Units by their abbreviation, as the example's office writes them.
fn written_out(unit: &str) -> &str {
    match unit {
        "P. TNMT" => "Phòng Tài nguyên và Môi trường",
        "P. QLĐT" => "Phòng Quản lý đô thị",
        "P. VHTT" => "Phòng Văn hóa và Thông tin",
        "P. TP" => "Phòng Tư pháp",
        "P. NV" => "Phòng Nội vụ",
        other => other,
    }
}
