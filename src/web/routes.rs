//! The whole route table.
//!
//! Each handler asks for a signed-in person and the right it needs; `tests/suite/routes.rs` walks [`PATHS`].

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};

use super::error::PageError;
use super::{
    Shared, admin, approvals, asset, deadline, home, layer, login, petitions, resend, search,
};

/// Longest form, in bytes.
const FORM_BYTES: usize = 1 << 20;
/// Largest ledger that is uploaded, in bytes.
const LEDGER_BYTES: usize = 64 << 20;

/// Every page that a browser can open, with sample values in its parameters: for the tests that walk them all.
pub const PATHS: &[&str] = &[
    "/",
    "/don",
    "/don.xlsx",
    "/don/moi",
    "/don/2017/0001",
    "/don/2017/0001/bien-nhan",
    "/don/2017/0001/buoc/phan-loai",
    "/don/2017/0001/sua",
    "/duyet",
    "/tim",
    "/tim/ket-qua",
    "/tinh-han",
    "/quan-tri/nhap-so",
    "/quan-tri/nhap-so/1",
    "/quan-tri/nhap-so/doc/1",
    "/quan-tri/dong-cho-sua",
    "/quan-tri/dong-cho-sua/1",
    "/quan-tri/tai-khoan",
    "/quan-tri/don-vi",
    "/quan-tri/quy-tac",
    "/quan-tri/quy-tac/KN1-GQ",
    "/quan-tri/lich",
    "/quan-tri/don-vi/1",
    "/quan-tri/don-vi/ban-giao",
];

/// The product's router.
pub fn router(app: Shared) -> Router {
    let routes = Router::new()
        .route("/", get(home::show))
        .route("/dang-nhap", get(login::show).post(login::submit))
        .route("/dang-xuat", post(login::sign_out))
        .route("/khoi-tao", get(login::show_setup).post(login::submit_setup))
        .merge(of_petitions())
        .route("/duyet", get(approvals::show).post(approvals::submit))
        .route("/tim", get(search::show))
        .route("/tim/ket-qua", get(search::results_only))
        .route("/tinh-han", get(deadline::show))
        .route("/quan-tri/nhap-so/doc/{upload}", get(admin::upload::show))
        .route("/quan-tri/nhap-so/doc/{upload}/dung", post(admin::upload::stop))
        .route("/quan-tri/nhap-so/{batch}", get(admin::imports::show_one))
        .route("/quan-tri/nhap-so/{batch}/hoan-tac", post(admin::imports::undo))
        .route("/quan-tri/nhap-so/{batch}/dung", post(admin::imports::stop))
        .route("/quan-tri/dong-cho-sua", get(admin::held_rows::show))
        .route(
            "/quan-tri/dong-cho-sua/{row}",
            get(admin::held_rows::show_one).post(admin::held_rows::submit),
        )
        .route("/quan-tri/dong-cho-sua/{row}/bo", post(admin::held_rows::drop_row))
        .route("/quan-tri/tai-khoan", get(admin::accounts::show).post(admin::accounts::submit))
        .route("/quan-tri/tai-khoan/{account}", post(admin::accounts::change))
        .route("/quan-tri/don-vi", get(admin::units::show).post(admin::units::submit))
        .route(
            "/quan-tri/don-vi/ban-giao",
            get(admin::units::show_handover).post(admin::units::apply_handover),
        )
        .route("/quan-tri/don-vi/{unit}", get(admin::unit::show).post(admin::unit::submit))
        .route("/quan-tri/don-vi/{unit}/chuyen-not", post(admin::unit::hand_over))
        .route("/quan-tri/quy-tac", get(admin::law::rules::show).post(admin::law::rules::submit))
        .route("/quan-tri/quy-tac/{id}", get(admin::law::rule::show).post(admin::law::rule::submit))
        .route("/quan-tri/lich", get(admin::law::calendar::show).post(admin::law::calendar::submit))
        .layer(middleware::from_fn(async |request, next| {
            resend::keep_typed(FORM_BYTES, request, next).await
        }))
        .layer(DefaultBodyLimit::max(FORM_BYTES));
    let upload = Router::new()
        .route("/quan-tri/nhap-so", get(admin::imports::show).post(admin::upload::submit))
        .layer(DefaultBodyLimit::max(LEDGER_BYTES));
    let assets = Router::new().route("/tinh/{name}", get(asset::serve));
    let all = routes
        .merge(upload)
        .merge(assets)
        .fallback(async || PageError::NotFound)
        .method_not_allowed_fallback(async || PageError::NotFound)
        .with_state(app);
    layer::around(all)
}

fn of_petitions() -> Router<Shared> {
    Router::new()
        .route("/don", get(petitions::list::show))
        .route("/don.xlsx", get(petitions::sheet::show))
        .route("/don/moi", get(petitions::receive::show).post(petitions::receive::submit))
        .route("/don/{year}/{serial}", get(petitions::show::show))
        .route("/don/{year}/{serial}/bien-nhan", get(petitions::receipt::show))
        .route(
            "/don/{year}/{serial}/buoc/{step}",
            get(petitions::step::show).post(petitions::step::submit),
        )
        .route(
            "/don/{year}/{serial}/sua",
            get(petitions::correct::show).post(petitions::correct::submit),
        )
        .route("/don/{year}/{serial}/sua/danh-tinh", post(petitions::correct::open))
        .route("/don/{year}/{serial}/danh-tinh", post(petitions::show::open_identity))
}
