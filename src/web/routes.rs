//! The whole route table: address, what it needs of who asks, handler.
//!
//! The declaration is the check: `web/table.rs` makes it before the handler runs. `tests/suite/routes.rs` and the crawls
//! walk [`table`], so that no route is left out. A new parameter of an address gets a sample value in
//! `tests/suite/support/address.rs`.

use axum::Router;

use super::error::{PageError, SET_UP_CODES};
use super::table::{Needs, Route, Table};
use super::{
    Shared, admin, approvals, asset, deadline, home, layer, login, openings, own, petitions, search,
};
use crate::domain::permission::Right;

/// Largest ledger that is uploaded, in bytes.
const LEDGER_BYTES: usize = 64 << 20;

/// Every route with what it needs, as the router was made from it.
pub fn table() -> Vec<Route> {
    declared().routes
}

/// The product's router.
pub fn router(app: Shared) -> Router {
    let all = declared()
        .router
        .fallback(async || PageError::NotFound)
        .method_not_allowed_fallback(async || PageError::NotFound)
        .with_state(app);
    layer::around(all)
}

fn declared() -> Table {
    let table = Table::new()
        .get("/", Needs::SignedIn, home::show)
        .get("/dang-nhap", Needs::Anybody, login::show)
        .post("/dang-nhap", Needs::Anybody, login::submit)
        .get("/dang-nhap/ma", Needs::Anybody, login::show_code)
        .post("/dang-nhap/ma", Needs::Anybody, login::submit_code)
        .post("/dang-xuat", Needs::Anybody, login::sign_out)
        .get("/khoi-tao", Needs::Anybody, login::show_setup)
        .post("/khoi-tao", Needs::Anybody, login::submit_setup)
        .get("/tinh/{file}", Needs::Anybody, asset::serve)
        .get("/tinh-han", Needs::SignedIn, deadline::show);
    let table = of_own_account(table);
    of_journal(of_law(of_units(of_accounts(of_ledgers(of_petitions(table))))))
}

fn of_petitions(table: Table) -> Table {
    let (read, register) = (Needs::Right(Right::ReadPetitions), Needs::Right(Right::Register));
    let approve = Needs::Right(Right::Approve);
    table
        .get("/don", read, petitions::list::show)
        .get("/don.xlsx", read, petitions::sheet::show)
        .get("/tim", read, search::show)
        .get("/tim/ket-qua", read, search::results_only)
        .get("/duyet", approve, approvals::show)
        .post("/duyet", approve, approvals::submit)
        .get("/don/moi", register, petitions::receive::show)
        .post("/don/moi", register, petitions::receive::submit)
        .get("/don/{year}/{serial}", Needs::Petition, petitions::show::show)
        .get("/don/{year}/{serial}/bien-nhan", Needs::Petition, petitions::receipt::show)
        .get("/don/{year}/{serial}/buoc/{step}", Needs::Petition, petitions::step::show)
        .post("/don/{year}/{serial}/buoc/{step}", Needs::Petition, petitions::step::submit)
        .get("/don/{year}/{serial}/sua", Needs::Petition, petitions::correct::show)
        .post("/don/{year}/{serial}/sua", Needs::Petition, petitions::correct::submit)
        .post("/don/{year}/{serial}/sua/danh-tinh", Needs::Petition, petitions::correct::open)
        .get("/don/{year}/{serial}/da-ghi/{event}", Needs::Petition, petitions::recorded::show)
        .post("/don/{year}/{serial}/da-ghi/{event}", Needs::Petition, petitions::recorded::submit)
        .get("/danh-tinh", read, openings::show)
        .get("/don/{year}/{serial}/danh-tinh", Needs::Petition, petitions::identity::show)
        .post("/don/{year}/{serial}/danh-tinh", Needs::Petition, petitions::show::open_identity)
        .post("/don/{year}/{serial}/danh-tinh/cho-biet", Needs::Petition, petitions::identity::give)
        .post("/don/{year}/{serial}/danh-tinh/thoi", Needs::Petition, petitions::identity::end)
        .post("/don/{year}/{serial}/danh-tinh/giu", Needs::Petition, petitions::identity::ask)
        .post("/don/{year}/{serial}/danh-tinh/bo", Needs::Petition, petitions::identity::lift)
}

fn of_ledgers(table: Table) -> Table {
    let import = Needs::Right(Right::ImportLedger);
    table
        .get("/quan-tri/nhap-so", import, admin::imports::show)
        .upload("/quan-tri/nhap-so", import, LEDGER_BYTES, admin::upload::submit)
        .get("/quan-tri/nhap-so/doc/{upload}", import, admin::upload::show)
        .post("/quan-tri/nhap-so/doc/{upload}/dung", import, admin::upload::stop)
        .get("/quan-tri/nhap-so/{batch}", import, admin::imports::show_one)
        .post("/quan-tri/nhap-so/{batch}/hoan-tac", import, admin::imports::undo)
        .post("/quan-tri/nhap-so/{batch}/dung", import, admin::imports::stop)
        .get("/quan-tri/dong-cho-sua", import, admin::held_rows::show)
        .get("/quan-tri/dong-cho-sua/{row}", import, admin::held_rows::show_one)
        .post("/quan-tri/dong-cho-sua/{row}", import, admin::held_rows::submit)
        .post("/quan-tri/dong-cho-sua/{row}/bo", import, admin::held_rows::drop_row)
}

fn of_own_account(table: Table) -> Table {
    table
        .get("/tai-khoan", Needs::SignedIn, own::show)
        .post("/tai-khoan/mat-khau", Needs::SignedIn, own::change_password)
        .post("/tai-khoan/phien", Needs::SignedIn, own::end_sessions)
        .get(SET_UP_CODES, Needs::OwnCodes, own::codes::show)
        .post(SET_UP_CODES, Needs::OwnCodes, own::codes::turn_on)
        .post("/tai-khoan/ma-xac-nhan/tat", Needs::SignedIn, own::codes::turn_off)
        .post("/tai-khoan/ma-xac-nhan/du-phong", Needs::SignedIn, own::codes::renew)
}

fn of_accounts(table: Table) -> Table {
    let accounts = Needs::Right(Right::ManageAccounts);
    table
        .get("/quan-tri/tai-khoan", accounts, admin::accounts::show)
        .post("/quan-tri/tai-khoan", accounts, admin::accounts::submit)
        .post("/quan-tri/tai-khoan/bat-buoc-ma", accounts, admin::accounts::require_codes)
        .get("/quan-tri/tai-khoan/{account}", accounts, admin::account::show)
        .post("/quan-tri/tai-khoan/{account}", accounts, admin::account::change)
}

fn of_units(table: Table) -> Table {
    let units = Needs::Right(Right::ManageUnits);
    table
        .get("/quan-tri/don-vi", units, admin::units::show)
        .post("/quan-tri/don-vi", units, admin::units::submit)
        .get("/quan-tri/don-vi/ban-giao", units, admin::units::show_handover)
        .post("/quan-tri/don-vi/ban-giao", units, admin::units::apply_handover)
        .get("/quan-tri/don-vi/{unit}", units, admin::unit::show)
        .post("/quan-tri/don-vi/{unit}", units, admin::unit::submit)
        .post("/quan-tri/don-vi/{unit}/chuyen-not", units, admin::unit::hand_over)
}

fn of_law(table: Table) -> Table {
    let law = Needs::Right(Right::ManageLaw);
    table
        .get("/quan-tri/quy-tac", law, admin::law::rules::show)
        .post("/quan-tri/quy-tac", law, admin::law::rules::submit)
        .get("/quan-tri/quy-tac/{rule}", law, admin::law::rule::show)
        .post("/quan-tri/quy-tac/{rule}", law, admin::law::rule::submit)
        .get("/quan-tri/lich", law, admin::law::calendar::show)
        .post("/quan-tri/lich", law, admin::law::calendar::submit)
}

fn of_journal(table: Table) -> Table {
    let journal = Needs::Right(Right::ReadJournal);
    table.get("/quan-tri/nhat-ky", journal, admin::journal::show).get(
        "/quan-tri/nhat-ky/chot",
        journal,
        admin::journal::closing::show,
    )
}
