//! `donthu demo`: a practice office in a folder of its own, with accounts for every role.

use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;

use super::failure::Failure;
use super::listening::Listening;
use super::{say, serve};
use crate::app::practice::{self, PracticeLogin};
use crate::app::{App, account, index};
use crate::clock::Clock;
use crate::exit::Exit;
use crate::{label, telemetry};

/// The accounts of the practice office, kept beside its data because nobody is expected to remember them.
const ACCOUNTS_FILE: &str = "tai-khoan-thuc-hanh.txt";

pub(super) fn run(
    folder: &Path,
    petitions: u64,
    listening: Option<&Listening>,
) -> Result<Exit, Failure> {
    telemetry::start();
    let tls = listening.map(Listening::check).transpose()?.flatten();
    let app = Arc::new(App::open(folder, Clock::System)?);
    // Nobody's account and nobody's petition: an office that imported its book first is no practice office.
    let has_accounts = app.store.read()?.has_accounts()?;
    let is_new = !has_accounts && app.store.last_seq() == 0;
    if is_new {
        fill(&app, petitions)?;
    } else if !folder.join(ACCOUNTS_FILE).exists() {
        return Err(Failure::new(
            Exit::Refused,
            format!(
                "{} không phải thư mục thực hành (đã có dữ liệu khác); chọn thư mục khác bằng --data.",
                folder.display()
            ),
        ));
    }
    let accounts = fs::read_to_string(folder.join(ACCOUNTS_FILE))?;
    let Some(listening) = listening else {
        index::bring_up_to_date(&app)?;
        say(&accounts);
        return Ok(Exit::Success);
    };
    serve::serve(&app, (listening, tls), |address| {
        let mut out = std::io::stdout();
        writeln!(out, "{accounts}\nCơ quan thực hành đang phục vụ tại {address}")?;
        out.flush()?;
        Ok(())
    })
}

fn fill(app: &App, petitions: u64) -> Result<(), Failure> {
    let password = account::random_password()?;
    let step = (petitions / 10).max(1);
    let mut told = 0;
    let logins = practice::fill(app, petitions, &password, &mut |made| {
        if made / step > told {
            told = made / step;
            say(&format!("Đã dựng {}/{} đơn…", label::count(made), label::count(petitions)));
        }
    })?;
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(app.folder().join(ACCOUNTS_FILE))?;
    file.write_all(listing(&logins, &password).as_bytes())?;
    Ok(())
}

fn listing(logins: &[PracticeLogin], password: &str) -> String {
    let lines = logins.iter().map(|login| {
        let unit = login.unit.as_ref().map(|unit| format!(", {unit}")).unwrap_or_default();
        let role = label::role(login.role);
        format!("  {:14} {:24} {role}{unit}\n", login.user_name, login.full_name)
    });
    let lines: String = lines.collect();
    format!(
        "Tài khoản thực hành (người hư cấu), mật khẩu chung: {password}\n{lines}  \
         Đơn vị khác cũng có lãnh đạo và chuyên viên, ví dụ tp.qldt, cv.qldt (Phòng Quản lý đô thị), ct.leloi, cv.leloi (phường Lê Lợi).\n"
    )
}
