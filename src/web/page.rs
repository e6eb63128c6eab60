//! What every page has around its own content: the office, the person, the menu with its numbers.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};

use super::asset;
use super::error::PageResult;
use super::view;
use crate::app::App;
use crate::app::browse::{self, DeskCounter};
use crate::app::error::AppError;
use crate::app::import;
use crate::domain::permission::{Actor, Right};

/// An entry of the menu.
pub(super) struct MenuEntry {
    pub(super) label: &'static str,
    pub(super) address: String,
    pub(super) count: Option<u64>,
    pub(super) is_current: bool,
    pub(super) is_alarming: bool,
    /// First of a group.
    pub(super) opens_group: bool,
}

/// The frame of a page.
pub(super) struct Frame {
    pub(super) office: String,
    pub(super) person: String,
    pub(super) menu: Vec<MenuEntry>,
    pub(super) style: String,
    pub(super) script: String,
    pub(super) icon: String,
    /// What stands in the search box.
    pub(super) query: String,
    pub(super) may_read: bool,
}

/// The places of the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Home,
    Petitions,
    Intake,
    Search,
    Deadline,
    Imports,
    HeldRows,
    Accounts,
    Units,
    Rules,
    Calendar,
}

impl Frame {
    /// The frame as this person sees it at this place.
    pub(super) fn new(app: &App, actor: &Actor, place: Place) -> Result<Self, AppError> {
        let mut menu = Vec::new();
        let mut entry = |label, address: &str, at: Place| {
            menu.push(MenuEntry {
                label,
                address: address.to_owned(),
                count: None,
                is_current: at == place,
                is_alarming: false,
                opens_group: false,
            });
        };
        entry("Việc hôm nay", "/", Place::Home);
        if actor.has(Right::ReadPetitions) {
            entry("Đơn", "/don", Place::Petitions);
        }
        if actor.has(Right::Register) {
            entry("Tiếp nhận đơn", "/don/moi", Place::Intake);
        }
        if actor.has(Right::ReadPetitions) {
            entry("Tìm", "/tim", Place::Search);
        }
        entry("Tính hạn", "/tinh-han", Place::Deadline);
        if actor.has(Right::ImportLedger) {
            entry("Nhập sổ cũ", "/quan-tri/nhap-so", Place::Imports);
        }
        if actor.has(Right::ManageAccounts) {
            entry("Tài khoản", "/quan-tri/tai-khoan", Place::Accounts);
        }
        if actor.has(Right::ManageUnits) {
            entry("Đơn vị", "/quan-tri/don-vi", Place::Units);
        }
        if actor.has(Right::ManageLaw) {
            entry("Quy tắc thời hạn", "/quan-tri/quy-tac", Place::Rules);
            entry("Lịch làm việc", "/quan-tri/lich", Place::Calendar);
        }
        if actor.has(Right::ReadPetitions) {
            Self::add_counts(app, actor, &mut menu)?;
        }
        if actor.has(Right::ImportLedger) {
            let waiting = import::waiting_count(app)?;
            menu.push(MenuEntry {
                label: "Dòng chờ sửa",
                address: "/quan-tri/dong-cho-sua".into(),
                count: Some(waiting),
                is_current: place == Place::HeldRows,
                is_alarming: false,
                opens_group: false,
            });
        }
        Ok(Self {
            office: app.office().name.clone(),
            person: actor.full_name.clone(),
            menu,
            style: asset::address("app.css"),
            script: asset::address("app.js"),
            icon: asset::address("icon.svg"),
            query: String::new(),
            may_read: actor.has(Right::ReadPetitions),
        })
    }

    /// The queues of the desk, each a link to exactly the rows that it counts.
    fn add_counts(app: &App, actor: &Actor, menu: &mut Vec<MenuEntry>) -> Result<(), AppError> {
        for (counter, filter, count) in browse::desk(app, actor)? {
            let label = match counter {
                DeskCounter::Overdue => "Quá hạn",
                DeskCounter::DueSoon => "Sắp đến hạn",
                DeskCounter::All => {
                    if let Some(list) = menu.iter_mut().find(|entry| entry.address == "/don") {
                        list.count = Some(count);
                    }
                    continue;
                }
                DeskCounter::New | DeskCounter::Assigned | DeskCounter::Today => continue,
            };
            menu.push(MenuEntry {
                label,
                address: view::list_address(&filter),
                count: Some(count),
                is_current: false,
                is_alarming: counter == DeskCounter::Overdue && count > 0,
                opens_group: counter == DeskCounter::Overdue,
            });
        }
        Ok(())
    }
}

/// A rendered page.
pub(super) fn html(page: &impl Template) -> PageResult {
    let response: Response = Html(page.render()?).into_response();
    Ok(response)
}
