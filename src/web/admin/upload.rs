//! The upload of a past ledger: read on a thread of its own, with a page that shows how far it is and stops it.
//!
//! A file that is read in a moment is answered at once, as if there were no such page.

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::body::Bytes;
use axum::extract::multipart::MultipartError;
use axum::extract::{Multipart, State};
use axum::response::{IntoResponse, Redirect, Response};

use super::imports;
use crate::app::import::{Progress, UploadState};
use crate::domain::permission::Actor;
use crate::label;
use crate::web::error::PageResult;
use crate::web::extract::{NumberPath, SignedIn};
use crate::web::form::blocking;
use crate::web::page::{Frame, Place, html};
use crate::web::{Shared, filters};

/// So long a browser waits for the reading before it is shown how far that is.
const PATIENCE: Duration = Duration::from_secs(1);

#[derive(Template)]
#[template(path = "admin/upload.html", config = "assets/askama.toml")]
struct UploadPage {
    frame: Frame,
    id: u32,
    file: String,
    progress: Progress,
    seconds: u64,
}

/// The uploaded form.
#[derive(Default)]
struct Uploaded {
    file: String,
    bytes: Bytes,
    is_rehearsal: bool,
}

pub(in crate::web) async fn submit(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    form: Multipart,
) -> PageResult {
    let uploaded = match read_form(form).await {
        Ok(uploaded) => uploaded,
        Err(error) => {
            let words = "Tệp không tải lên được hoặc lớn hơn 64 MB. Chưa có gì được ghi.";
            let mut page = imports::refused(&app, actor, words.to_owned()).await?;
            *page.status_mut() = error.status();
            return Ok(page);
        }
    };
    let upload = app.uploads.begin(&actor, uploaded.file)?;
    let (reader, by, read) = (Shared::clone(&app), actor.clone(), Arc::clone(&upload));
    tokio::task::spawn_blocking(move || {
        read.carry_out(&reader, &by, uploaded.bytes, uploaded.is_rehearsal);
    });
    let id = upload.id;
    let state = blocking(&app, move |_| upload.state(PATIENCE)).await?;
    answer(&app, actor, id, state).await
}

/// How far the reading is; once it is over, what came of it. Reloads itself meanwhile.
pub(in crate::web) async fn show(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    NumberPath(id): NumberPath<u32>,
) -> PageResult {
    let upload = app.uploads.find(&actor, id)?;
    let state = upload.state(Duration::ZERO)?;
    if !matches!(state, UploadState::Reading) {
        return answer(&app, actor, id, state).await;
    }
    let page = blocking(&app, move |app| {
        Ok(UploadPage {
            frame: Frame::new(app, &actor, Place::Imports)?,
            id,
            file: upload.file.clone(),
            progress: upload.reading.progress(),
            seconds: upload.reading.lasted().as_secs(),
        })
    })
    .await?;
    html(&page)
}

pub(in crate::web) async fn stop(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    NumberPath(id): NumberPath<u32>,
) -> PageResult {
    app.uploads.find(&actor, id)?.stop(&app, &actor)?;
    Ok(following(id))
}

fn following(id: u32) -> Response {
    Redirect::to(&format!("/quan-tri/nhap-so/doc/{id}")).into_response()
}

/// What came of the upload, or the page to wait for it on.
async fn answer(app: &Shared, actor: Actor, id: u32, state: UploadState) -> PageResult {
    match state {
        UploadState::Reading => Ok(following(id)),
        UploadState::Rehearsed(rehearsal) => imports::rehearsed(app, actor, rehearsal).await,
        UploadState::Importing(batch) => {
            Ok(Redirect::to(&format!("/quan-tri/nhap-so/{batch}")).into_response())
        }
        UploadState::Unreadable(error) => {
            imports::refused(app, actor, capital(&label::unreadable_ledger(&error))).await
        }
    }
}

async fn read_form(mut form: Multipart) -> Result<Uploaded, MultipartError> {
    let mut uploaded = Uploaded::default();
    while let Some(field) = form.next_field().await? {
        match field.name() {
            Some("tep") => {
                uploaded.file = field.file_name().unwrap_or_default().to_owned();
                uploaded.bytes = field.bytes().await?;
            }
            Some("viec") => uploaded.is_rehearsal = field.text().await? == "xem-truoc",
            _ => {}
        }
    }
    Ok(uploaded)
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
