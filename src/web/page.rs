//! What every page has around its own content: the office, the person, the menu with its numbers.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};

use super::asset;
use super::error::PageResult;
use super::view;
use crate::app::App;
use crate::app::desk::{self, Counted, Queue};
use crate::app::error::AppError;
use crate::app::import;
use crate::domain::id::AccountId;
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
    /// Goes with every form, which nobody else can send (`table`).
    pub(super) account: AccountId,
    pub(super) menu: Vec<MenuEntry>,
    pub(super) style: String,
    pub(super) script: String,
    pub(super) icon: String,
    /// What stands in the search box.
    pub(super) query: String,
    pub(super) may_read: bool,
    /// The disk is full: nothing can be written.
    pub(super) is_full: bool,
    /// The pages go over the network unencrypted, and this person can see to it.
    pub(super) is_plain_http: bool,
}

/// The places of the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Home,
    Petitions,
    Approvals,
    Intake,
    Search,
    Deadline,
    Imports,
    HeldRows,
    Accounts,
    OwnAccount,
    Units,
    Rules,
    Calendar,
    Journal,
}

/// The menu in its order: place, the right that opens it, words, address.
const MENU: &[(Place, Option<Right>, &str, &str)] = &[
    (Place::Home, None, "Việc hôm nay", "/"),
    (Place::Petitions, Some(Right::ReadPetitions), "Đơn", "/don"),
    (Place::Approvals, Some(Right::Approve), "Duyệt", "/duyet"),
    (Place::Intake, Some(Right::Register), "Tiếp nhận đơn", "/don/moi"),
    (Place::Search, Some(Right::ReadPetitions), "Tìm", "/tim"),
    (Place::Deadline, None, "Tính hạn", "/tinh-han"),
    (Place::Imports, Some(Right::ImportLedger), "Nhập sổ cũ", "/quan-tri/nhap-so"),
    (Place::Accounts, Some(Right::ManageAccounts), "Tài khoản", "/quan-tri/tai-khoan"),
    (Place::Units, Some(Right::ManageUnits), "Đơn vị", "/quan-tri/don-vi"),
    (Place::Rules, Some(Right::ManageLaw), "Quy tắc thời hạn", "/quan-tri/quy-tac"),
    (Place::Calendar, Some(Right::ManageLaw), "Lịch làm việc", "/quan-tri/lich"),
    (Place::Journal, Some(Right::ReadJournal), "Nhật ký", "/quan-tri/nhat-ky"),
];

impl Frame {
    /// The frame as this person sees it at this place.
    pub(super) fn new(app: &App, actor: &Actor, place: Place) -> Result<Self, AppError> {
        let open =
            MENU.iter().filter(|(_, right, _, _)| right.is_none_or(|right| actor.has(right)));
        let entry = |(at, _, label, address): &(Place, _, &'static str, &str)| MenuEntry {
            label,
            address: (*address).to_owned(),
            count: None,
            is_current: *at == place,
            is_alarming: false,
            opens_group: false,
        };
        let mut menu: Vec<MenuEntry> = open.map(entry).collect();
        if actor.has(Right::ReadPetitions) {
            Self::add_counts(app, actor, &mut menu)?;
        }
        if actor.has(Right::ImportLedger) {
            let waiting = import::waiting_count(app, actor, None)?;
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
            account: actor.account,
            menu,
            style: asset::address("app.css"),
            script: asset::address("app.js"),
            icon: asset::address("icon.svg"),
            query: String::new(),
            may_read: actor.has(Right::ReadPetitions),
            is_full: !app.store.has_room()?,
            is_plain_http: app.is_plain_http() && actor.has(Right::ManageAccounts),
        })
    }

    /// The queues of the desk, each a link to exactly the rows that it counts.
    fn add_counts(app: &App, actor: &Actor, menu: &mut Vec<MenuEntry>) -> Result<(), AppError> {
        for Counted { queue, filter, count } in desk::queues(app, actor)? {
            let label = match queue {
                Queue::Overdue => "Quá hạn",
                Queue::DueSoon => "Sắp đến hạn",
                Queue::All | Queue::ToApprove => {
                    let address = if queue == Queue::All { "/don" } else { "/duyet" };
                    if let Some(entry) = menu.iter_mut().find(|entry| entry.address == address) {
                        entry.count = Some(count);
                    }
                    continue;
                }
                Queue::ToClassify
                | Queue::ToPropose
                | Queue::ToAgree
                | Queue::ToDispatch
                | Queue::ToAccept
                | Queue::Mine
                | Queue::ToIssue
                | Queue::ExtensionAsked
                | Queue::ToPublish
                | Queue::Suspended
                | Queue::Assigned
                | Queue::Today => continue,
            };
            menu.push(MenuEntry {
                label,
                address: view::list_address(&filter),
                count: Some(count),
                is_current: false,
                is_alarming: queue == Queue::Overdue && count > 0,
                opens_group: queue == Queue::Overdue,
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
