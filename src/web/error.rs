//! Errors as pages: what happened, what was kept, what to do next, with a number that the log has too.

mod turned_away;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};

use crate::app::error::AppError;
use crate::label;
use crate::search::SearchError;
use crate::store::error::StoreError;

/// What a handler answers instead of its page.
#[derive(Debug)]
pub(crate) enum PageError {
    /// Sign in first; then on to this address.
    SignIn {
        /// Where the person wanted to go.
        next: String,
    },
    /// One-time codes have to be set up before anything else.
    SetUpCodes,
    /// A use case said no.
    App(AppError),
    /// The address or the form can't be read.
    BadRequest(&'static str),
    /// The form was made for another person, who sat at this browser before.
    ForeignForm,
    /// No such page.
    NotFound,
    /// A page could not be made.
    Render(askama::Error),
}

pub(crate) use turned_away::TurnedAway;

/// Goes with an answer that leads to sign-in: what was sent was not taken.
#[derive(Debug, Clone, Copy)]
pub(super) struct NobodySignedIn;

/// Where one-time codes are set up.
pub(super) const SET_UP_CODES: &str = "/tai-khoan/ma-xac-nhan";

/// What is said of a form that can't be taken.
pub(super) const FORM_UNREADABLE: &str = "Biểu mẫu gửi lên thiếu ô, hoặc không đọc được.";

pub(crate) type PageResult<T = Response> = Result<T, PageError>;

#[derive(Template)]
#[template(path = "error/page.html", config = "assets/askama.toml")]
struct ErrorPage {
    style: String,
    icon: String,
    title: &'static str,
    message: String,
    next: &'static str,
    incident: Option<String>,
}

impl From<AppError> for PageError {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

impl From<askama::Error> for PageError {
    fn from(error: askama::Error) -> Self {
        Self::Render(error)
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let (status, title, message, next) = match self {
            Self::SignIn { next } => {
                let address = format!("/dang-nhap?tiep={}", super::form::encode(&next));
                let mut response = Redirect::to(&address).into_response();
                response.extensions_mut().insert(NobodySignedIn);
                return response;
            }
            Self::SetUpCodes => return Redirect::to(SET_UP_CODES).into_response(),
            Self::BadRequest(what) => (
                StatusCode::BAD_REQUEST,
                "Yêu cầu không đọc được",
                what.to_owned(),
                "Quay lại trang trước và thử lại.",
            ),
            Self::NotFound | Self::App(AppError::NotFound) => (
                StatusCode::NOT_FOUND,
                "Không tìm thấy",
                "Trang hoặc đơn này không có, hoặc không thuộc phạm vi anh/chị được xem."
                    .to_owned(),
                "Kiểm tra lại số đơn, hoặc tìm theo tên và nội dung ở ô tìm phía trên.",
            ),
            Self::ForeignForm => return foreign_form(),
            Self::App(AppError::Forbidden) => (
                StatusCode::FORBIDDEN,
                "Không có quyền",
                "Vai trò của anh/chị không được làm việc này.".to_owned(),
                "Nếu cần, đề nghị người quản trị cấp vai trò phù hợp.",
            ),
            Self::App(AppError::Refused(reason)) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "Chưa thực hiện được",
                label::refusal(&reason),
                "Quay lại trang trước, sửa và gửi lại. Chưa có gì bị thay đổi.",
            ),
            Self::App(AppError::Conflict(_)) => (
                StatusCode::CONFLICT,
                "Đơn vừa thay đổi",
                "Trong lúc anh/chị làm, người khác đã xử lý đơn này. Việc vừa rồi chưa được ghi."
                    .to_owned(),
                "Mở lại đơn, xem quá trình rồi làm tiếp.",
            ),
            Self::App(AppError::Search(SearchError::Building)) => (
                StatusCode::SERVICE_UNAVAILABLE,
                "Đang lập chỉ mục tìm kiếm",
                "Chỉ mục tìm kiếm đang được lập lại.".to_owned(),
                "Chờ ít phút rồi tải lại trang. Danh sách và tiếp nhận đơn vẫn dùng được.",
            ),
            Self::App(AppError::Store(StoreError::DiskFull)) => return disk_full(),
            Self::App(
                error @ (AppError::Store(_) | AppError::Search(_) | AppError::Internal(_)),
            ) => {
                return internal(&error);
            }
            Self::Render(error) => return internal(&error),
        };
        page(status, title, message, next, None)
    }
}

fn foreign_form() -> Response {
    page(
        StatusCode::CONFLICT,
        "Biểu mẫu của người khác",
        "Biểu mẫu này được mở khi người khác đăng nhập trên trình duyệt này. Chưa có gì được ghi."
            .into(),
        "Mở lại trang cần làm từ trình đơn.",
        None,
    )
}

fn disk_full() -> Response {
    tracing::error!("the disk is full");
    page(
        StatusCode::INSUFFICIENT_STORAGE,
        "Chưa ghi được",
        "Đĩa của máy chủ đã đầy. Việc vừa rồi chưa được ghi; những gì đã lưu vẫn còn nguyên."
            .into(),
        "Báo bộ phận CNTT giải phóng chỗ, rồi quay lại trang trước và gửi lại.",
        None,
    )
}

/// A failure of ours: logged once, with a number that the page shows.
pub(super) fn internal(error: &dyn std::fmt::Display) -> Response {
    let mut bytes = [0; 4];
    let number = getrandom::fill(&mut bytes).map_or(0, |()| u32::from_be_bytes(bytes));
    let incident = format!("{number:08X}");
    tracing::error!(incident.id = %incident, error = %error, "request failed");
    page(
        StatusCode::INTERNAL_SERVER_ERROR,
        "Hệ thống gặp lỗi",
        "Việc vừa rồi có thể chưa được ghi. Những gì đã lưu trước đó vẫn còn nguyên.".into(),
        "Xem lại trước khi làm lần nữa; nếu vẫn lỗi, báo bộ phận CNTT số sự cố bên dưới.",
        Some(incident),
    )
}

fn page(
    status: StatusCode,
    title: &'static str,
    message: String,
    next: &'static str,
    incident: Option<String>,
) -> Response {
    let style = super::asset::address("app.css");
    let icon = super::asset::address("icon.svg");
    let page = ErrorPage { style, icon, title, message, next, incident };
    match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(_) => (status, title).into_response(),
    }
}
