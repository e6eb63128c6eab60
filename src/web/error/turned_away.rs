//! Requests that no handler has seen to their end: too long, too slow, too many, or from elsewhere.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// Why a request was turned away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TurnedAway {
    /// A form longer than any of ours.
    TooLong,
    /// What was sent did not arrive in time.
    TooSlow,
    /// The answer was not ready in time.
    TookTooLong,
    /// Too many requests at once, from this address or in all.
    TooMany,
    /// Another site's page sent it.
    OtherSite,
    /// It asked for a host that we are not.
    OtherHost,
}

impl TurnedAway {
    /// Status, title, what happened, what to do.
    fn words(self) -> (StatusCode, &'static str, &'static str, &'static str) {
        match self {
            Self::TooLong => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "Gửi lên quá dài",
                "Biểu mẫu gửi lên dài quá 1 MB. Chưa có gì được ghi.",
                "Quay lại trang trước (chữ đã nhập vẫn còn ở đó), rút ngắn rồi gửi lại.",
            ),
            Self::TooSlow => (
                StatusCode::REQUEST_TIMEOUT,
                "Gửi lên quá chậm",
                "Đường truyền chậm hoặc đứt giữa chừng nên máy chủ không nhận đủ. Chưa có gì được ghi.",
                "Quay lại trang trước (chữ đã nhập vẫn còn ở đó) và gửi lại.",
            ),
            Self::TookTooLong => (
                StatusCode::SERVICE_UNAVAILABLE,
                "Máy chủ trả lời quá chậm",
                "Việc vừa rồi làm lâu quá mức cho phép; có thể chưa được ghi.",
                "Xem lại trước khi làm lần nữa; nếu vẫn chậm, báo bộ phận CNTT.",
            ),
            Self::TooMany => (
                StatusCode::SERVICE_UNAVAILABLE,
                "Máy chủ đang bận",
                "Quá nhiều yêu cầu cùng lúc. Việc vừa rồi chưa được làm, chưa có gì được ghi.",
                "Chờ vài giây rồi tải lại trang.",
            ),
            Self::OtherSite => (
                StatusCode::FORBIDDEN,
                "Không nhận yêu cầu từ trang khác",
                "Yêu cầu này do một trang web khác gửi đến, không phải trang của phần mềm. Chưa có gì được ghi.",
                "Mở lại phần mềm và làm việc này từ trang của nó. Nếu không phải anh/chị gửi, báo bộ phận CNTT.",
            ),
            Self::OtherHost => (
                StatusCode::MISDIRECTED_REQUEST,
                "Không phải máy chủ này",
                "Địa chỉ này không phải của phần mềm.",
                "Dùng địa chỉ https mà bộ phận CNTT đã cho.",
            ),
        }
    }
}

impl IntoResponse for TurnedAway {
    fn into_response(self) -> Response {
        let (status, title, message, next) = self.words();
        super::page(status, title, message.to_owned(), next, None)
    }
}
