//! `/`: the queue of the signed-in role; each number opens exactly the rows that it counts.

use askama::Template;
use axum::extract::State;

use super::Shared;
use super::error::PageResult;
use super::extract::SignedIn;
use super::form::blocking;
use super::page::{Frame, Place, html};
use super::view::list_address;
use super::{filters, view};
use crate::app::browse;
use crate::app::desk::{self, Counted, Queue};
use crate::app::identity;
use crate::domain::listing::{DueFilter, Filter, Sort, SortColumn};
use crate::domain::permission::{Right, Role};
use crate::label;

#[derive(Template)]
#[template(path = "home.html", config = "assets/askama.toml")]
struct HomePage {
    frame: Frame,
    today: String,
    tiles: Vec<Tile>,
    oldest: Vec<super::petitions::list::Line>,
    oldest_address: String,
    manages: Vec<(&'static str, &'static str)>,
}

struct Tile {
    label: &'static str,
    explanation: &'static str,
    address: String,
    count: u64,
    class: &'static str,
}

/// Longest overdue petitions shown on the page.
const OLDEST: usize = 8;

pub(super) async fn show(State(app): State<Shared>, SignedIn(actor): SignedIn) -> PageResult {
    let page = blocking(&app, move |app| {
        let frame = Frame::new(app, &actor, Place::Home)?;
        let today = app.today();
        let overdue = Filter { due: Some(DueFilter::Overdue), ..Filter::default() };
        let by_due = Sort { column: SortColumn::Due, is_descending: false };
        let (tiles, oldest) = if actor.has(Right::ReadPetitions) {
            let mut tiles: Vec<Tile> = desk::queues(app, &actor)?.iter().map(tile).collect();
            if actor.posts.iter().any(|post| matches!(post.role, Role::Leader | Role::UnitHead)) {
                tiles.push(opened(identity::openings(app, &actor)?.len() as u64));
            }
            let oldest = browse::list(app, &actor, &overdue, by_due, (None, OLDEST))?;
            let office = app.office();
            let lines = oldest.rows.iter();
            (tiles, lines.map(|row| super::petitions::list::line(row, &office, today)).collect())
        } else {
            (Vec::new(), Vec::new())
        };
        let manages = [
            (Right::ManageAccounts, ("Tài khoản", "/quan-tri/tai-khoan")),
            (Right::ManageUnits, ("Đơn vị", "/quan-tri/don-vi")),
            (Right::ManageLaw, ("Quy tắc thời hạn", "/quan-tri/quy-tac")),
            (Right::ManageLaw, ("Lịch làm việc", "/quan-tri/lich")),
        ];
        let manages = manages.into_iter().filter(|(right, _)| actor.has(*right));
        Ok(HomePage {
            frame,
            today: label::date(today.date),
            tiles,
            oldest,
            oldest_address: view::view_address("/don", &overdue, by_due, None),
            manages: manages.map(|(_, link)| link).collect(),
        })
    })
    .await?;
    html(&page)
}

/// Identities opened of late.
fn opened(count: u64) -> Tile {
    Tile {
        label: "Danh tính được mở",
        explanation: "trong 7 ngày, xem ai mở và vì sao",
        address: "/danh-tinh".into(),
        count,
        class: "",
    }
}

fn tile(counted: &Counted) -> Tile {
    let (label, explanation, class) = match counted.queue {
        Queue::Overdue => ("Quá hạn", "đã qua ngày hạn, chưa xong", "late"),
        Queue::DueSoon => ("Sắp đến hạn", "đến hạn trong 3 ngày làm việc", "soon"),
        Queue::ToClassify => ("Chờ phân loại", "mới tiếp nhận", ""),
        Queue::ToPropose => ("Chờ đề xuất", "đã phân loại hoặc bị trả phiếu", ""),
        Queue::ToAgree => ("Chờ lãnh đạo ban", "phiếu đề xuất cần đồng ý", ""),
        Queue::ToApprove => ("Chờ duyệt", "phiếu đề xuất đã trình", ""),
        Queue::ToDispatch => ("Chờ phát hành", "đã duyệt, chưa có văn bản đi", ""),
        Queue::ToAccept => ("Chờ thụ lý", "đơn vị mới được giao", ""),
        Queue::Mine => ("Giao cho tôi", "chưa có kết quả", ""),
        Queue::ToIssue => ("Chờ ban hành", "đã trình kết quả", ""),
        Queue::ExtensionAsked => ("Xin gia hạn", "chờ trả lời", ""),
        Queue::ToPublish => ("Chờ công khai", "đã ban hành, chưa gửi hoặc công khai", ""),
        Queue::Suspended => ("Tạm đình chỉ", "thời hạn đang dừng", ""),
        Queue::Assigned => ("Đang giải quyết", "đã giao, chưa có kết quả", ""),
        Queue::Today => ("Nhận hôm nay", "theo ngày nhận", ""),
        Queue::All => ("Tất cả đơn", "trong phạm vi được xem", ""),
    };
    let class = if counted.count == 0 { "" } else { class };
    let address = if counted.queue == Queue::ToApprove {
        "/duyet".to_owned()
    } else {
        list_address(&counted.filter)
    };
    Tile { label, explanation, address, count: counted.count, class }
}
