//! The control socket: how commands reach the running server, which alone has the store open.
//!
//! A Unix socket in the data folder, mode 0600: only its owner may. A request is one line of JSON with the length of
//! the payload that follows; the answer is frames of output, the last of which is the exit code.

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use serde::{Deserialize, Serialize};

use super::Data;
use super::console::{Output, Place, Request, execute};
use super::failure::Failure;
use crate::app::App;
use crate::clock::Clock;
use crate::exit::Exit;

const SOCKET: &str = "donthu.sock";
/// Name of the socket until its permissions are set.
const SOCKET_UNNAMED: &str = "donthu.sock.new";
/// Longest payload: the largest ledger and a little.
const PAYLOAD_MAX: usize = 65 << 20;
/// Longest request line.
const LINE_MAX: u64 = 1 << 20;

/// What a frame of the answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Frame {
    Out,
    Remark,
    Exit,
}

#[derive(Serialize, Deserialize)]
struct Head {
    request: Request,
    payload_bytes: usize,
}

impl Frame {
    fn tag(self) -> u8 {
        match self {
            Self::Out => b'o',
            Self::Remark => b'r',
            Self::Exit => b'x',
        }
    }

    fn from_tag(tag: u8) -> Option<Self> {
        [Self::Out, Self::Remark, Self::Exit].into_iter().find(|frame| frame.tag() == tag)
    }
}

/// Carries a command out: in the server when one runs, here otherwise.
pub(super) fn ask(data: &Data, request: &Request, payload: &[u8]) -> Result<Exit, Failure> {
    if let Ok(stream) = UnixStream::connect(data.data.join(SOCKET)) {
        return ask_server(stream, request, payload);
    }
    let app = App::open_with_key(&data.data, &data.key(), Clock::System)?;
    let request = request_again(request)?;
    let (mut out, mut remarks) = (io::BufWriter::new(io::stdout()), io::stderr());
    let exit = {
        let mut output = Output { out: &mut out, remarks: &mut remarks };
        execute(&app, Place::Alone, request, payload, &mut output)
    };
    out.flush()?;
    exit
}

/// The request as the server would have received it: both ways read the same text.
fn request_again(request: &Request) -> Result<Request, Failure> {
    let broken = |error: serde_json::Error| Failure::new(Exit::Failure, error.to_string());
    serde_json::from_str(&serde_json::to_string(request).map_err(broken)?).map_err(broken)
}

fn ask_server(mut stream: UnixStream, request: &Request, payload: &[u8]) -> Result<Exit, Failure> {
    let head = Head { request: request_again(request)?, payload_bytes: payload.len() };
    let line = serde_json::to_string(&head)
        .map_err(|error| Failure::new(Exit::Failure, error.to_string()))?;
    let lost = |_| Failure::new(Exit::Failure, "mất liên lạc với máy chủ giữa chừng.");
    writeln!(stream, "{line}").and_then(|()| stream.write_all(payload)).map_err(lost)?;
    loop {
        let mut header = [0; 5];
        stream.read_exact(&mut header).map_err(lost)?;
        let [tag, length @ ..] = header;
        let mut body = vec![0; u32::from_be_bytes(length) as usize];
        stream.read_exact(&mut body).map_err(lost)?;
        match Frame::from_tag(tag) {
            Some(Frame::Out) => io::stdout().write_all(&body)?,
            Some(Frame::Remark) => io::stderr().write_all(&body)?,
            Some(Frame::Exit) => {
                return serde_json::from_slice(&body)
                    .map_err(|error| Failure::new(Exit::Failure, error.to_string()));
            }
            None => return Err(lost(io::ErrorKind::InvalidData.into())),
        }
    }
}

/// Listens for commands; the returned guard takes the socket away.
pub(crate) fn listen(app: &Arc<App>) -> io::Result<SocketGuard> {
    let path = app.folder().join(SOCKET);
    // The store is open, so no other server can be behind a socket that is left over. Ours gets its name only when
    // nobody but the owner can connect.
    let unnamed = app.folder().join(SOCKET_UNNAMED);
    drop(fs::remove_file(&unnamed));
    let listener = UnixListener::bind(&unnamed)?;
    fs::set_permissions(&unnamed, fs::Permissions::from_mode(0o600))?;
    fs::rename(&unnamed, &path)?;
    let app = Arc::clone(app);
    thread::Builder::new().name("control".into()).spawn(move || {
        for stream in listener.incoming().flatten() {
            let app = Arc::clone(&app);
            let spawned = thread::Builder::new().name("command".into()).spawn(move || {
                if let Err(error) = answer(&app, &stream) {
                    tracing::warn!(error = %error, "a command went away");
                }
            });
            if let Err(error) = spawned {
                tracing::error!(error = %error, "no thread for a command");
            }
        }
    })?;
    Ok(SocketGuard { path })
}

/// Takes the socket away at the end.
pub(crate) struct SocketGuard {
    path: PathBuf,
}

impl Drop for SocketGuard {
    fn drop(&mut self) {
        drop(fs::remove_file(&self.path));
    }
}

fn answer(app: &App, stream: &UnixStream) -> io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    reader.by_ref().take(LINE_MAX).read_line(&mut line)?;
    let head: Head = serde_json::from_str(&line)?;
    if head.payload_bytes > PAYLOAD_MAX {
        return frame(stream, Frame::Exit, &serde_json::to_vec(&Exit::BadFile)?);
    }
    let mut payload = vec![0; head.payload_bytes];
    reader.read_exact(&mut payload)?;
    let exit = {
        let mut out = io::BufWriter::new(FrameWriter { stream, frame: Frame::Out });
        let mut remarks = FrameWriter { stream, frame: Frame::Remark };
        let mut output = Output { out: &mut out, remarks: &mut remarks };
        let exit = execute(app, Place::Server, head.request, &payload, &mut output);
        out.flush()?;
        exit
    };
    let exit = exit.or_else(|failure| {
        frame(stream, Frame::Remark, format!("Lỗi: {failure}\n").as_bytes())?;
        Ok::<_, io::Error>(failure.exit())
    })?;
    frame(stream, Frame::Exit, &serde_json::to_vec(&exit)?)
}

struct FrameWriter<'a> {
    stream: &'a UnixStream,
    frame: Frame,
}

impl Write for FrameWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        frame(self.stream, self.frame, bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn frame(mut stream: &UnixStream, frame: Frame, bytes: &[u8]) -> io::Result<()> {
    let length = u32::try_from(bytes.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
    let mut whole = Vec::with_capacity(bytes.len() + 5);
    whole.push(frame.tag());
    whole.extend(length.to_be_bytes());
    whole.extend(bytes);
    stream.write_all(&whole)
}
