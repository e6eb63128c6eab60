//! Style, script and icon out of the executable. The address carries their digest, so they are kept for good.

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use rust_embed::Embed;

use super::error::{PageError, PageResult};

#[derive(Embed)]
#[folder = "assets/static/"]
struct Static;

/// Address of a file under `/tinh`, with its digest.
pub(super) fn address(name: &str) -> String {
    let digest = Static::get(name).map(|file| HEXLOWER.encode(&file.metadata.sha256_hash()[..6]));
    format!("/tinh/{name}?{}", digest.unwrap_or_default())
}

pub(super) async fn serve(Path(name): Path<String>) -> PageResult {
    let file = Static::get(&name).ok_or(PageError::NotFound)?;
    let kind = match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    };
    let headers = [(CONTENT_TYPE, kind), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
    let response: Response = (headers, file.data.into_owned()).into_response();
    Ok(response)
}
