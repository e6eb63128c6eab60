//! The ledger of 2017 through the whole product: what the store and the export say afterwards, against the truth.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use donthu::app::desk::{self, Queue};
use donthu::app::handle::{self, Step};
use donthu::app::{browse, export, identity, import};
use donthu::domain::deadline::ClockState;
use donthu::domain::document::{DocumentKind, IssuedDocument};
use donthu::domain::id::{AccountId, PetitionId};
use donthu::domain::permission::{Actor, Post, Role};
use donthu::domain::petition::{AssignmentMode, Kind};
use donthu::domain::workflow::case::CaseCommand;
use donthu::domain::workflow::{ClockKind, Command, Stage};
use donthu::workbook::Pace;
use serde_json::Value;

use crate::ledger_truth::Truth;
use crate::support::{Office, date};

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

/// Every unit's home page, and the clocks of what it holds, against the truth: "quá hạn" and "trễ hẹn" are why the office
/// asked for this.
#[test]
fn each_unit_sees_its_own_petitions_with_their_clocks() {
    let office = Office::new();
    import_2017(&office);
    let truth = Truth::load();
    let good: Vec<&Value> = truth.0.iter().filter(|row| row["bad"].is_null()).collect();
    let names: BTreeSet<&str> = good.iter().filter_map(|row| row["unit"].as_str()).collect();
    assert!(names.len() > 20, "{names:?}");
    for name in names {
        let head = office.person(Role::UnitHead, Some(name));
        let own = || good.iter().filter(|row| row["unit"] == name && row["archived"] != true);
        let open = own().filter(|row| row["resolved"].is_null()).count() as u64;
        let queues = desk::queues(&office.app, &head).unwrap();
        let counted = |queue| queues.iter().find(|one| one.queue == queue).unwrap().count;
        assert_eq!(counted(Queue::All), own().count() as u64, "{name}");
        for queue in [Queue::Assigned, Queue::ToAccept, Queue::Overdue] {
            assert_eq!(counted(queue), open, "{name} {queue:?}: all of 2017 is overdue in 2026");
        }
    }
    for row in good.iter().filter(|row| row["unit"].is_string() && row["archived"] != true) {
        assert_clock(&office, row);
    }
}

/// What was answered after its date is late, what was answered by it is not, what was not answered is overdue.
fn assert_clock(office: &Office, row: &Value) {
    let inspector = Actor {
        account: AccountId(900),
        full_name: String::new(),
        posts: vec![Post { role: Role::Inspector, unit: None }],
        from: None,
    };
    let id = PetitionId { year: 2017, serial: number_of(office, row) };
    let detail = browse::detail(&office.app, &inspector, id).unwrap();
    let due = row["due"].as_str().map(date);
    let resolved = row["resolved"].as_str().map(date);
    let ours = detail
        .clocks
        .iter()
        .find(|line| matches!(line.kind, ClockKind::Settling | ClockKind::Internal));
    let state = ours.map(|line| line.state);
    let is_right = match (due, resolved, state) {
        (None, _, None) => true,
        (Some(due), Some(on), Some(ClockState::Met { on: met, due: by })) => {
            on <= due && (met, by) == (on, due)
        }
        (Some(due), Some(on), Some(ClockState::Missed { on: missed, due: by, .. })) => {
            on > due && (missed, by) == (on, due)
        }
        (Some(due), None, Some(ClockState::Overdue { due: by, .. })) => by == due,
        _ => false,
    };
    assert!(is_right, "{id}: due {due:?}, resolved {resolved:?}, {state:?}");
    assert_eq!(detail.petition.due_on, due, "{id}");
}

/// The number under which a row of the ledger was entered.
fn number_of(office: &Office, row: &Value) -> u32 {
    static NUMBERS: OnceLock<HashMap<(String, u64), u32>> = OnceLock::new();
    let numbers = NUMBERS.get_or_init(|| {
        let snapshot = office.app.store.read().unwrap();
        let ids = snapshot.petition_ids().unwrap().into_iter();
        ids.map(|id| {
            let origin = snapshot.petition(id).unwrap().unwrap().origin.unwrap();
            ((origin.sheet, u64::from(origin.row)), id.serial)
        })
        .collect()
    });
    numbers[&(row["sheet"].as_str().unwrap().to_owned(), row["row"].as_u64().unwrap())]
}

#[test]
fn what_the_ledger_left_open_goes_on() {
    let office = Office::new();
    import_2017(&office);
    let snapshot = office.app.store.read().unwrap();
    let open = snapshot.petition_ids().unwrap().into_iter();
    let mut open = open.map(|id| snapshot.petition(id).unwrap().unwrap());
    let petition = open
        .find(|one| {
            let mode = one.assignment.as_ref().and_then(|given| given.mode);
            one.stage() == Stage::Assigned
                && mode == Some(AssignmentMode::Settle)
                && one.kind() == Kind::Complaint
        })
        .unwrap();
    let unit = office.app.office().full_name(petition.unit().unwrap()).to_owned();
    let head = office.person(Role::UnitHead, Some(&unit));
    let on = office.app.clock.today();
    let document = IssuedDocument {
        kind: DocumentKind::AcceptanceNotice,
        number: String::new(),
        dated: on,
        signer: "Trưởng đơn vị".into(),
        recipients: Vec::new(),
    };
    let command = Command::Case(CaseCommand::Accept { document });
    let step = Step { command, on, revision: petition.revision };
    let accepted = handle::take(&office.app, &head, petition.id, step).unwrap();
    assert_eq!(accepted.stage(), Stage::Accepted);
    let rule = accepted.case.unwrap().acceptance.unwrap().rule.unwrap();
    assert!(rule.starts_with("KN1-GQ"), "judged by today's law: {rule}");
    assert!(accepted.due_on > petition.due_on, "the legal clock runs from the acceptance");
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
    let sender = identity::open(&office.app, &leader, id, "xác minh").unwrap();
    assert_eq!(sender.petitioner.unwrap().name, "Quách Thử");
    let note = sender.note.unwrap();
    assert!(note.contains("0914 000 002") && note.contains("thu@vidu.vn"), "{note}");
}
