//! `/don/{năm}/{số}`: all of a petition, with its history. The sealed identity opens for a reason, and only here.

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use super::buttons::{self, Buttons};
use crate::app::browse::{self, ClockLine, Detail};
use crate::app::error::Conflict;
use crate::app::identity::{self, Allowed};
use crate::app::settings::Office;
use crate::domain::correction::step::as_corrected;
use crate::domain::deadline::ClockState;
use crate::domain::event::Event;
use crate::domain::listing::{DueState, Today};
use crate::domain::permission::Right;
use crate::domain::person::{Petitioner, ProtectedSender};
use crate::domain::petition::{LARGE_GROUP, Petition};
use crate::domain::workflow::{ClockKind, Move};
use crate::label;
use crate::web::error::PageResult;
use crate::web::extract::{Form, PetitionPath, Query, SignedIn};
use crate::web::form::blocking;
use crate::web::page::{Frame, Place, html};
use crate::web::{Shared, filters};

#[derive(Template)]
#[template(path = "petitions/show.html", config = "assets/askama.toml")]
struct ShowPage {
    frame: Frame,
    number: String,
    kind: &'static str,
    status: &'static str,
    status_class: &'static str,
    due_words: String,
    due_class: &'static str,
    sub: String,
    content: String,
    facts: Vec<(&'static str, String)>,
    holder: Vec<(&'static str, String)>,
    /// The last happening first.
    history: Vec<HistoryLine>,
    buttons: Buttons,
    clocks: Vec<ClockView>,
    /// The step that was taken just before.
    done: &'static str,
    /// Whether it was a leader's answer to a slip: the next one waits in the inbox.
    leads_to_inbox: bool,
    may_correct: bool,
    identity: Allowed,
    /// Why the sealed identity can't be opened now.
    seal_fault: String,
    opened: Vec<(&'static str, String)>,
}

struct ClockView {
    name: &'static str,
    state: String,
    class: &'static str,
    why: Vec<(&'static str, String)>,
    /// It tells the day that the petition is judged by.
    is_open: bool,
}

/// The step that was taken just before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Done {
    da: String,
}

struct HistoryLine {
    /// Number of the event, where this reader may put its step right.
    correctable: Option<u32>,
    on: String,
    what: String,
    entered: String,
    /// Of a step that was put right: the day that was entered first.
    first: String,
}

/// Why somebody opens a sealed identity.
#[derive(Deserialize)]
pub(in crate::web) struct OpenForm {
    #[serde(default)]
    pub(super) ly_do: String,
}

pub(in crate::web) async fn show(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    PetitionPath(id): PetitionPath,
    Query(done): Query<Done>,
) -> PageResult {
    let page = blocking(&app, move |app| {
        let frame = Frame::new(app, &actor, Place::Petitions)?;
        let detail = browse::detail(app, &actor, id)?;
        let page = page(frame, &detail, &app.office(), app.today(), None);
        let is_of_inbox = matches!(Move::from_code(&done.da), Some(Move::Approve | Move::SendBack));
        let leads_to_inbox = is_of_inbox && actor.has(Right::Approve);
        let done = match done.da.as_str() {
            "sua" => "sửa thông tin",
            "sua-buoc" => "sửa bước",
            "giu-bi-mat" => "giữ bí mật danh tính người gửi",
            "bo-bi-mat" => "bỏ giữ bí mật danh tính",
            code => Move::from_code(code).map_or("", label::made),
        };
        Ok(ShowPage { done, leads_to_inbox, ..page })
    })
    .await?;
    html(&page)
}

/// Opens the sealed identity for this one answer.
pub(in crate::web) async fn open_identity(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    PetitionPath(id): PetitionPath,
    Form(form): Form<OpenForm>,
) -> PageResult {
    let page = blocking(&app, move |app| {
        let person = identity::open(app, &actor, id, &form.ly_do)?;
        let frame = Frame::new(app, &actor, Place::Petitions)?;
        let detail = browse::detail(app, &actor, id)?;
        Ok(page(frame, &detail, &app.office(), app.today(), Some(&person)))
    })
    .await?;
    html(&page)
}

fn page(
    frame: Frame,
    detail: &Detail,
    office: &Office,
    today: Today,
    opened: Option<&ProtectedSender>,
) -> ShowPage {
    let petition = &detail.petition;
    let state = DueState::on(today, petition.status(), petition.due_on);
    ShowPage {
        frame,
        number: petition.id.to_string(),
        kind: label::kind(petition.kind()),
        status: label::stage(petition.stage()),
        status_class: if petition.stage().is_open() { "" } else { "done" },
        due_words: label::due_state(state),
        due_class: super::list::due_class(state),
        sub: format!("{} · nhận {}", sender(petition), label::date(petition.facts.received_on)),
        content: petition.facts.content.clone(),
        facts: facts(petition, office),
        holder: holder(petition, office, today),
        history: history(detail, office),
        buttons: buttons::of(petition, &detail.offered),
        clocks: detail
            .clocks
            .iter()
            .filter(|line| !is_noise(line))
            .map(|line| clock(line, petition))
            .collect(),
        done: "",
        leads_to_inbox: false,
        may_correct: detail.may_correct,
        identity: detail.identity.clone(),
        seal_fault: detail.identity.fault.as_ref().map(label::seal_fault).unwrap_or_default(),
        opened: opened.map(protected).unwrap_or_default(),
    }
}

/// The lines of the history, the latest first, each step as it was put right.
fn history(detail: &Detail, office: &Office) -> Vec<HistoryLine> {
    let known = as_corrected(&detail.history);
    let line = |(number, (event, first)): (u32, (&Event, &Event))| HistoryLine {
        correctable: detail.correctable.contains(&number).then_some(number),
        on: label::date(event.on),
        what: label::happening(&event.happening, office.on(event.on)),
        entered: entered(event, office),
        first: if event == first { String::new() } else { label::date(first.on) },
    };
    let mut lines: Vec<_> = (1..).zip(known.iter().zip(&detail.history)).map(line).collect();
    lines.reverse();
    lines
}

/// Who entered an event; what the console did is the server's.
pub(super) fn who<'a>(event: &Event, office: &'a Office) -> &'a str {
    event.by.map_or("máy chủ", |by| office.person(by))
}

/// Who entered an event, when, in which post and for whom.
fn entered(event: &Event, office: &Office) -> String {
    let mut text = who(event, office).to_owned();
    if let Some(capacity) = event.capacity {
        text.push_str(", ");
        text.push_str(label::role(capacity.post.role));
        if let Some(unit) = capacity.post.unit {
            text.push(' ');
            text.push_str(office.on(event.on).short_name(unit));
        }
        if let Some(role) = capacity.on_behalf_of {
            text.push_str(", ghi thay ");
            text.push_str(label::role(role));
        }
    }
    format!("{text} · {}", label::moment(event.entered_at))
}

/// What others did since a form was made.
pub(super) fn since(conflict: Option<&Conflict>, office: &Office) -> Vec<String> {
    let events = conflict.into_iter().flat_map(|conflict| &conflict.since);
    let line = |event: &Event| {
        let what = label::happening(&event.happening, office.on(event.on));
        format!("{}, {}: {what}", who(event, office), label::moment(event.entered_at))
    };
    events.map(line).collect()
}

/// An alarm that never rang and no longer can.
fn is_noise(line: &ClockLine) -> bool {
    line.kind == ClockKind::Alarm && matches!(line.state, ClockState::Met { .. })
}

fn clock(line: &ClockLine, petition: &Petition) -> ClockView {
    let (class, running) = match line.state {
        ClockState::Overdue { due, .. } => ("late", Some(due)),
        ClockState::Missed { .. } => ("late", None),
        ClockState::Running { due, .. } => ("ok", Some(due)),
        ClockState::Suspended { .. } => ("soon", None),
        ClockState::Met { .. } => ("done", None),
    };
    let why = line.why.as_ref();
    ClockView {
        is_open: running.is_some() && running == petition.due_on,
        name: label::clock(line.kind),
        state: label::clock_state(&line.state),
        class,
        why: why.map(|why| label::clock_day(petition, line.kind, why)).unwrap_or_default(),
    }
}

/// The sender as the page may show it.
pub(in crate::web) fn sender(petition: &Petition) -> String {
    let name = match (petition.seal, &petition.facts.petitioner) {
        (Some(number), _) => label::sealed(petition.kind(), petition.id.year, number),
        (None, Some(petitioner)) => petitioner.name.clone(),
        (None, None) => "Đơn nặc danh".into(),
    };
    match petition.facts.group_size {
        0 | 1 => name,
        size => format!("{name} và {} người", label::count(u64::from(size - 1))),
    }
}

fn facts(petition: &Petition, office: &Office) -> Vec<(&'static str, String)> {
    let facts = &petition.facts;
    let mut out = vec![("Người gửi", sender(petition))];
    if let Some(petitioner) = &facts.petitioner {
        out.extend(identity(petitioner).into_iter().skip(1));
    }
    if facts.group_size >= LARGE_GROUP {
        out.push((
            "Đoàn đông người",
            format!("{} người", label::count(u64::from(facts.group_size))),
        ));
    }
    let optional = [
        (
            "Danh tính",
            petition
                .protection
                .outside
                .as_ref()
                .map(|file| format!("giữ ngoài hệ thống, hồ sơ giấy số {file}")),
        ),
        ("Nguồn đơn", facts.source.as_ref().map(label::source)),
        ("Ngày ghi trong đơn", facts.written_on.map(label::date)),
        ("Lĩnh vực", petition.field().map(|field| label::field(field).to_owned())),
        ("Người bị khiếu nại, tố cáo", facts.respondent.clone()),
        ("Giấy tờ kèm theo", facts.enclosures.clone()),
        ("Bản gốc", facts.has_originals.then(|| "có, phải trả lại".to_owned())),
        ("Ghi chú", facts.note.clone()),
        (
            "Từ sổ cũ",
            petition.origin.as_ref().map(|origin| {
                format!("{}, trang “{}”, dòng {}", origin.file, origin.sheet, origin.row)
            }),
        ),
        ("Người nhập", petition.entered_by.map(|by| office.person(by).to_owned())),
    ];
    out.extend(optional.into_iter().filter_map(|(name, value)| Some((name, value?))));
    out
}

fn protected(sender: &ProtectedSender) -> Vec<(&'static str, String)> {
    let known = sender.petitioner.as_ref().map(identity).unwrap_or_default();
    let note = sender.note.clone().map(|note| ("Ghi trong sổ", note));
    let kept = sender.kept.iter().map(|kept| ("Trước khi sửa", label::kept(kept)));
    known.into_iter().chain(note).chain(kept).collect()
}

fn identity(person: &Petitioner) -> Vec<(&'static str, String)> {
    let mut out = vec![("Họ và tên", person.name.clone())];
    let number = person.identity_number.as_ref().map(|number| number.as_str().to_owned());
    let phone = person.phone.as_ref().map(|phone| phone.as_str().to_owned());
    let address = match (&person.address, &person.ward) {
        (Some(address), Some(ward)) if !address.to_lowercase().contains(&ward.to_lowercase()) => {
            Some(format!("{address}, {ward}"))
        }
        (Some(address), _) => Some(address.clone()),
        (None, ward) => ward.clone(),
    };
    let optional = [("Địa chỉ", address), ("Số CCCD/CMND", number), ("Điện thoại", phone)];
    out.extend(optional.into_iter().filter_map(|(name, value)| Some((name, value?))));
    out
}

fn holder(petition: &Petition, office: &Office, today: Today) -> Vec<(&'static str, String)> {
    let mut out = Vec::new();
    if let (None, Some(slip)) = (&petition.assignment, &petition.paper.proposal) {
        out.push(("Đề xuất", label::proposal(slip, office.on(today.date))));
    }
    if let Some(assignment) = &petition.assignment {
        out.push(("Đơn vị được giao", office.full_name(assignment.unit).to_owned()));
        let optional = [
            ("Hình thức giao", assignment.mode.map(|mode| label::mode(mode).to_owned())),
            ("Văn bản giao", assignment.document.as_ref().map(label::document)),
            ("Hạn theo văn bản giao", assignment.due_on.map(label::date)),
        ];
        out.extend(optional.into_iter().filter_map(|(name, value)| Some((name, value?))));
    }
    out.extend(petition.outcome.as_ref().map(|outcome| ("Kết quả", label::outcome(outcome))));
    out
}
