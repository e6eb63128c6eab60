//! What can be asked at the server's console, carried out the same way in the server and without it.

use std::cell::{Cell, RefCell};
use std::io::{Read, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::account::{self, AccountCommand};
use super::deadline::{self, Flags};
use super::failure::Failure;
use super::seal::{self, SealCommand};
use super::unit::{self, UnitCommand};
use crate::app::error::AppError;
use crate::app::find::{self, Reader};
use crate::app::import::{Progress, ReadLedger, Reading};
use crate::app::settings;
use crate::app::{App, export, import, index, journal, units};
use crate::domain::id::BatchId;
use crate::domain::journal::link::Head;
use crate::domain::journal::{Act, Export};
use crate::domain::listing::Filter;
use crate::exit::Exit;
use crate::label;
use crate::workbook::Limits;

/// A command about the data.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Request {
    Init { office: Option<String> },
    Import { file: String, dry_run: bool, json: bool },
    Undo { batch: u32 },
    Export { sealed: bool },
    Search { query: String, limit: usize, json: bool },
    Reindex,
    Verify { signed: Vec<Head> },
    JournalHead,
    Deadline { rule: String, from: String, complex: bool, json: bool },
    Account(AccountCommand),
    Unit(UnitCommand),
    Seal(SealCommand),
}

/// Where a command writes: results and remarks apart, as a script expects.
pub(crate) struct Output<'a> {
    pub(crate) out: &'a mut dyn Write,
    pub(crate) remarks: &'a mut dyn Write,
}

/// Where the command is carried out: the index is kept by the server's thread, or by nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Server,
    Alone,
}

/// How often a long reading says how far it is.
const TELL_EVERY: Duration = Duration::from_secs(1);
/// Longest time that a command waits for the server's index.
const INDEX_LIMIT: Duration = Duration::from_mins(10);

/// Name and bytes of a file that a command names.
pub(crate) fn read_file(path: &Path) -> Result<(String, Vec<u8>), Failure> {
    let unreadable = |error: std::io::Error| {
        Failure::new(Exit::BadFile, format!("không đọc được tệp {}: {error}", path.display()))
    };
    // One byte more than is allowed, so that the reader says that it is too large.
    let limit = Limits::default().file_bytes as u64 + 1;
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(unreadable)?;
    file.take(limit).read_to_end(&mut bytes).map_err(unreadable)?;
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into());
    Ok((name, bytes))
}

/// Carries a command out.
pub(crate) fn execute(
    app: &App,
    place: Place,
    request: Request,
    payload: &[u8],
    output: &mut Output<'_>,
) -> Result<Exit, Failure> {
    match request {
        Request::Init { office } => init(app, office.as_deref(), output),
        Request::Import { file, dry_run, json } => {
            import_ledger(app, place, (&file, payload), (dry_run, json), output)
        }
        Request::Undo { batch } => {
            let removed = import::undo(app, None, BatchId(batch))?;
            settle_index(app, place)?;
            writeln!(output.out, "Đã hoàn tác lần nhập {batch}: bỏ {removed} đơn.")?;
            Ok(Exit::Success)
        }
        Request::Export { sealed } => {
            let (written, unreadable) = if sealed {
                export::json_lines_with_identities(app, output.out)?
            } else {
                let petitions = units::count(app, &Filter::default());
                journal::tell(app, None, Act::Export(Export::Everything { petitions }))?;
                export::json_lines(app, output.out)?
            };
            writeln!(
                output.remarks,
                "Đã xuất {written} đơn, {unreadable} bản ghi không đọc được."
            )?;
            Ok(if unreadable == 0 { Exit::Success } else { Exit::FaultsFound })
        }
        Request::Search { query, limit, json } => search(app, place, query, (limit, json), output),
        Request::Reindex => {
            match place {
                Place::Server => app.index.request_rebuild(),
                Place::Alone => index::rebuild_now(app)?,
            }
            let words = match place {
                Place::Server => "Máy chủ đang lập lại chỉ mục; mọi việc khác vẫn dùng được.",
                Place::Alone => "Đã lập lại chỉ mục.",
            };
            writeln!(output.out, "{words}")?;
            Ok(Exit::Success)
        }
        Request::Verify { signed } => verify(app, place, signed, output),
        Request::JournalHead => journal_head(app, output),
        Request::Deadline { rule, from, complex, json } => {
            deadline::answer(&app.law(), (&rule, &from), Flags { complex, json }, output.out)
        }
        Request::Account(command) => account::execute(app, command, output),
        Request::Seal(command) => seal::execute(app, command, output),
        Request::Unit(command) => {
            let is_change = !matches!(command, UnitCommand::List);
            let exit = unit::execute(app, command, output)?;
            if is_change {
                settle_index(app, place)?;
            }
            Ok(exit)
        }
    }
}

fn init(app: &App, office: Option<&str>, output: &mut Output<'_>) -> Result<Exit, Failure> {
    let is_new = settings::seed(app, office)?;
    let words = if is_new { "Đã tạo" } else { "Đã có sẵn" };
    let office = app.office();
    writeln!(output.out, "{words}: {} ({} đơn vị).", office.name, office.units.len())?;
    writeln!(output.remarks, "Chạy donthu serve để lấy liên kết tạo quản trị viên đầu tiên.")?;
    Ok(Exit::Success)
}

/// The last line of an import's JSON.
#[derive(Serialize)]
struct ImportLine<'a> {
    rows: u64,
    imported: u64,
    held: u64,
    already: u64,
    seconds: f64,
    batch: Option<u32>,
    units_added: &'a [String],
}

fn import_ledger(
    app: &App,
    place: Place,
    (file, bytes): (&str, &[u8]),
    (dry_run, json): (bool, bool),
    output: &mut Output<'_>,
) -> Result<Exit, Failure> {
    let begun = Instant::now();
    settings::seed(app, None)?;
    let ledger = read_ledger(app, file, bytes, output)?;
    let all = ledger.book.rows.len();
    writeln!(output.remarks, "{file}: {all} dòng đơn trong {} trang.", ledger.book.sheets.len())?;
    let report = if dry_run {
        import::rehearse(app, &ledger)?
    } else {
        let lost = Cell::new(false);
        let report = import::import(app, None, &ledger, &mut |batch| {
            let told = writeln!(output.remarks, "Đã xem {}/{all} dòng…", batch.tally.rows);
            lost.set(told.is_err());
            !lost.get()
        })?;
        settle_index(app, place)?;
        report
    };
    let tally = report.tally;
    for unit in &report.units_added {
        writeln!(output.remarks, "Đơn vị mới từ sổ: {unit}")?;
    }
    if json {
        let line = ImportLine {
            rows: tally.rows,
            imported: tally.imported,
            held: tally.held,
            already: tally.already,
            seconds: (begun.elapsed().as_secs_f64() * 1000.0).round() / 1000.0,
            batch: report.batch.map(|batch| batch.0),
            units_added: &report.units_added,
        };
        writeln!(output.out, "{}", json_of(&line)?)?;
    } else {
        let done = if dry_run { "Sẽ nhập" } else { "Đã nhập" };
        writeln!(
            output.out,
            "{done} {} đơn; {} dòng chờ sửa; {} dòng đã có từ trước.",
            tally.imported, tally.held, tally.already
        )?;
    }
    Ok(Exit::Success)
}

/// Reads the file, saying how far it is; stops when nobody is left to be told.
fn read_ledger(
    app: &App,
    file: &str,
    bytes: &[u8],
    output: &mut Output<'_>,
) -> Result<ReadLedger, Failure> {
    let reading = Reading::begin();
    let next = Cell::new(Duration::ZERO);
    let remarks = RefCell::new(&mut *output.remarks);
    let watch = |progress| {
        if reading.lasted() >= next.get() {
            next.set(reading.lasted() + TELL_EVERY);
            let told = match progress {
                Progress::File { rows } => {
                    writeln!(remarks.borrow_mut(), "Đang đọc tệp: {rows} dòng…")
                }
                Progress::Rows { done, of } => {
                    writeln!(remarks.borrow_mut(), "Đang nhận dạng: {done}/{of} dòng…")
                }
            };
            if told.is_err() {
                reading.stop();
            }
        }
        reading.pace(progress)
    };
    Ok(import::read(app, file, bytes, &watch)?)
}

/// After a change at the console searches see it before the command ends.
fn settle_index(app: &App, place: Place) -> Result<(), Failure> {
    match place {
        Place::Alone => index::bring_up_to_date(app)?,
        Place::Server => {
            app.index.wait_for(app.store.last_seq(), INDEX_LIMIT);
        }
    }
    Ok(())
}

/// A hit of `search --json`.
#[derive(Serialize)]
struct HitLine {
    number: String,
    origin: Option<HitOrigin>,
    sender: Option<String>,
    kind: &'static str,
    received: String,
    summary: String,
    score: f32,
}

#[derive(Serialize)]
struct HitOrigin {
    file: String,
    sheet: String,
    row: u32,
}

fn search(
    app: &App,
    place: Place,
    text: String,
    (limit, json): (usize, bool),
    output: &mut Output<'_>,
) -> Result<Exit, Failure> {
    if place == Place::Alone {
        index::bring_up_to_date(app)?;
    }
    // At the console a word may be unfinished as well: what is found whole still comes first.
    let request = find::Request { text, as_you_type: true, limit, ..find::Request::default() };
    let found = find::search(app, Reader::Console, &request)?;
    let hits = found.hits.len() as u64;
    journal::tell_of_reading(app, Act::Export(Export::Search { hits }))?;
    if json {
        let snapshot = app.store.read()?;
        let mut lines = Vec::new();
        for hit in found.hits {
            let row = hit.row;
            let origin = snapshot.petition(row.id)?.and_then(|petition| petition.origin);
            lines.push(HitLine {
                number: row.id.to_string(),
                origin: origin.map(|o| HitOrigin { file: o.file, sheet: o.sheet, row: o.row }),
                sender: Some(label::sender(&row)),
                kind: row.kind.code(),
                received: row.received_on.to_string(),
                summary: row.summary,
                score: hit.score,
            });
        }
        writeln!(output.out, "{}", json_of(&lines)?)?;
        return Ok(Exit::Success);
    }
    if let Some(hint) = &found.hint {
        writeln!(output.remarks, "{}", label::search_hint(hint))?;
    }
    for hit in found.hits {
        let row = hit.row;
        let sender = label::sender(&row);
        let day = label::date(row.received_on);
        let kind = label::kind_short(row.kind);
        writeln!(output.out, "{}  {day}  {kind:4}  {sender}  |  {}", row.id, row.summary)?;
    }
    Ok(Exit::Success)
}

/// The newest entry of the journal: its number, when it was written, and its link.
fn journal_head(app: &App, output: &mut Output<'_>) -> Result<Exit, Failure> {
    let Some(newest) = journal::read::newest(app)? else {
        writeln!(output.out, "Nhật ký chưa có mục nào.")?;
        return Ok(Exit::Success);
    };
    let head = Head { number: newest.number, link: newest.link };
    writeln!(output.remarks, "Mục {}, ghi lúc {}.", head.number, label::moment(newest.entry.at))?;
    writeln!(output.out, "{head}")?;
    Ok(Exit::Success)
}

fn verify(
    app: &App,
    place: Place,
    signed: Vec<Head>,
    output: &mut Output<'_>,
) -> Result<Exit, Failure> {
    let mut findings = app.store.verify(&app.due()).map_err(AppError::from)?;
    match place {
        Place::Alone => findings.faults.extend(index::compare(app)?),
        Place::Server => findings.faults.extend(index::compare_running(app, INDEX_LIMIT)?),
    }
    let broken = journal::read::broken_heads(app, signed)?;
    findings.faults.extend(broken.iter().map(|head| {
        format!("journal: the signed head {} is no link of the chain any more", head.number)
    }));
    for fault in &findings.faults {
        writeln!(output.out, "SAI  {fault}")?;
    }
    writeln!(
        output.out,
        "Đã kiểm {} đơn, {} sự kiện, {} mục nhật ký: {}.",
        label::count(findings.petitions),
        label::count(findings.events),
        label::count(findings.entries),
        if findings.faults.is_empty() {
            "không có sai lệch".to_owned()
        } else {
            format!("{} sai lệch", findings.faults.len())
        }
    )?;
    Ok(if findings.faults.is_empty() { Exit::Success } else { Exit::FaultsFound })
}

fn json_of(value: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|error| Failure::new(Exit::Failure, error.to_string()))
}
