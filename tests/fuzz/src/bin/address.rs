//! Whatever address is opened, with a session, is answered by a page: never by a failure of ours.
#![no_main]

use axum::body::Body;
use axum::http::{Request, header};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: { donthu_fuzz::office(); }, |data: &[u8]| {
    let office = donthu_fuzz::office();
    let Ok(address) = std::str::from_utf8(data) else { return };
    let cookie = format!("{}={}", office.session.0, office.session.1);
    let request = Request::get(format!("/{address}")).header(header::COOKIE, cookie);
    let Ok(request) = request.body(Body::empty()) else { return };
    let (status, _) = office.ask(request);
    assert!(!status.is_server_error(), "{status}: /{address}");
});
