//! A browser on WebKitGTK that keeps its profile, which Debian's small one does not under
//! automation. It has one window of a given size, no bar, and saves what is downloaded to a folder.
//!
//! No crates and no development packages: it is linked straight to the libraries that WebKit's
//! driver brings along (`tests/e2e/webkit.rs` says how). So their functions are declared here, as
//! WebKitGTK 4.1's and GTK 3's references have them.
#![allow(unsafe_code, reason = "every call into a C library is")]

use std::ffi::{CString, c_char, c_int, c_uint, c_void};
use std::ptr::{null, null_mut};
use std::sync::OnceLock;

/// An object of the libraries.
type Object = *mut c_void;
/// A function that is called back, whatever its arguments.
type Callback = *const c_void;

const SIGTERM: c_int = 15;
/// `WEBKIT_POLICY_DECISION_TYPE_RESPONSE`
const OF_A_RESPONSE: c_int = 2;

unsafe extern "C" {
    fn gtk_init(count: *mut c_int, arguments: *mut *mut *mut c_char);
    fn gtk_main();
    fn gtk_main_quit();
    fn gtk_window_new(kind: c_int) -> Object;
    fn gtk_window_set_default_size(window: Object, width: c_int, height: c_int);
    fn gtk_container_add(container: Object, child: Object);
    fn gtk_widget_show_all(widget: Object);
    fn gtk_widget_destroy(widget: Object);
    fn gtk_widget_get_toplevel(widget: Object) -> Object;
    fn gtk_widget_grab_focus(widget: Object);
    fn g_object_new(kind: usize, first: *const c_char, ...) -> Object;
    fn g_signal_connect_data(
        of: Object,
        signal: *const c_char,
        callback: Callback,
        data: Object,
        destroy: Object,
        flags: c_uint,
    ) -> u64;
    fn g_filename_to_uri(
        path: *const c_char,
        host: *const c_char,
        error: *mut Object,
    ) -> *mut c_char;
    fn g_unix_signal_add(signal: c_int, callback: Callback, data: Object) -> c_uint;
    fn webkit_website_data_manager_new(first: *const c_char, ...) -> Object;
    fn webkit_web_context_new_with_website_data_manager(manager: Object) -> Object;
    fn webkit_web_context_set_automation_allowed(context: Object, allowed: c_int);
    fn webkit_web_view_get_type() -> usize;
    fn webkit_application_info_new() -> Object;
    fn webkit_application_info_set_name(info: Object, name: *const c_char);
    fn webkit_application_info_set_version(info: Object, major: u64, minor: u64, micro: u64);
    fn webkit_automation_session_set_application_info(session: Object, info: Object);
    fn webkit_download_set_destination(download: Object, uri: *const c_char);
    fn webkit_download_set_allow_overwrite(download: Object, allowed: c_int);
    fn webkit_response_policy_decision_is_mime_type_supported(decision: Object) -> c_int;
    fn webkit_policy_decision_download(decision: Object);
}

/// What it was started with.
struct Started {
    /// The libraries' own address of the context every view belongs to.
    context: usize,
    downloads: CString,
    width: c_int,
    height: c_int,
}

static STARTED: OnceLock<Started> = OnceLock::new();

fn started() -> &'static Started {
    STARTED.get().expect("set before anything calls back")
}

unsafe fn on(of: Object, signal: &'static std::ffi::CStr, callback: Callback) {
    unsafe { g_signal_connect_data(of, signal.as_ptr(), callback, null_mut(), null_mut(), 0) };
}

/// A view in a window of its own; beside the one that opened it, where one did.
unsafe fn view(opener: Object) -> Object {
    let started = started();
    unsafe {
        let kind = webkit_web_view_get_type();
        let view = if opener.is_null() {
            g_object_new(
                kind,
                c"web-context".as_ptr(),
                started.context as Object,
                c"is-controlled-by-automation".as_ptr(),
                1 as c_int,
                null::<c_char>(),
            )
        } else {
            g_object_new(kind, c"related-view".as_ptr(), opener, null::<c_char>())
        };
        let window = gtk_window_new(0);
        gtk_window_set_default_size(window, started.width, started.height);
        gtk_container_add(window, view);
        on(view, c"close", closed as Callback);
        on(view, c"create", opened as Callback);
        on(view, c"decide-policy", decide as Callback);
        on(view, c"web-process-terminated", terminated as Callback);
        gtk_widget_show_all(window);
        gtk_widget_grab_focus(view);
        view
    }
}

unsafe extern "C" fn closed(view: Object, _: Object) {
    unsafe { gtk_widget_destroy(gtk_widget_get_toplevel(view)) };
}

unsafe extern "C" fn opened(opener: Object, _action: Object, _: Object) -> Object {
    unsafe { view(opener) }
}

/// A page's process has ended by itself, which its driver does not tell.
unsafe extern "C" fn terminated(_view: Object, reason: c_int, _: Object) {
    let why = match reason {
        0 => "crashed",
        1 => "took too much memory",
        _ => "was ended",
    };
    eprintln!("webkit-shell: a page's process {why}");
}

/// What cannot be shown is downloaded.
unsafe extern "C" fn decide(_view: Object, decision: Object, kind: c_int, _: Object) -> c_int {
    unsafe {
        let shown = kind != OF_A_RESPONSE
            || webkit_response_policy_decision_is_mime_type_supported(decision) != 0;
        if !shown {
            webkit_policy_decision_download(decision);
        }
        c_int::from(!shown)
    }
}

unsafe extern "C" fn automation_started(_context: Object, session: Object, _: Object) {
    unsafe {
        let info = webkit_application_info_new();
        webkit_application_info_set_name(info, c"webkit-shell".as_ptr());
        webkit_application_info_set_version(info, 1, 0, 0);
        webkit_automation_session_set_application_info(session, info);
        on(session, c"create-web-view", view_wanted as Callback);
    }
}

unsafe extern "C" fn view_wanted(_session: Object, _: Object) -> Object {
    unsafe { view(null_mut()) }
}

unsafe extern "C" fn download_started(_context: Object, download: Object, _: Object) {
    unsafe { on(download, c"decide-destination", destination as Callback) };
}

unsafe extern "C" fn destination(download: Object, name: *const c_char, _: Object) -> c_int {
    unsafe {
        let name = std::ffi::CStr::from_ptr(name).to_string_lossy();
        let folder = started().downloads.to_string_lossy();
        let path = format!("{folder}/{}", name.replace('/', "_"));
        let path = CString::new(path).expect("a file's name has no zero byte");
        webkit_download_set_allow_overwrite(download, 1);
        let uri = g_filename_to_uri(path.as_ptr(), null(), null_mut());
        webkit_download_set_destination(download, uri);
    }
    1
}

unsafe extern "C" fn told_to_end(_: Object) -> c_int {
    unsafe { gtk_main_quit() };
    0
}

/// `webkit-shell WIDTHxHEIGHT PROFILE DOWNLOADS`
fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [size, profile, downloads] = arguments.as_slice() else {
        panic!("three arguments: WIDTHxHEIGHT PROFILE DOWNLOADS");
    };
    let (width, height) = size.split_once('x').expect("a size is WIDTHxHEIGHT");
    let path = |text: String| CString::new(text).expect("an argument has no zero byte");
    let (data, cache) = (
        path(format!("{profile}/data")),
        path(format!("{profile}/cache")),
    );
    unsafe {
        gtk_init(null_mut(), null_mut());
        let manager = webkit_website_data_manager_new(
            c"base-data-directory".as_ptr(),
            data.as_ptr(),
            c"base-cache-directory".as_ptr(),
            cache.as_ptr(),
            null::<c_char>(),
        );
        let context = webkit_web_context_new_with_website_data_manager(manager);
        let first = STARTED.set(Started {
            context: context as usize,
            downloads: path(downloads.clone()),
            width: width.parse().expect("a width in pixels"),
            height: height.parse().expect("a height in pixels"),
        });
        assert!(first.is_ok(), "it starts once");
        on(
            context,
            c"automation-started",
            automation_started as Callback,
        );
        on(context, c"download-started", download_started as Callback);
        webkit_web_context_set_automation_allowed(context, 1);
        g_unix_signal_add(SIGTERM, told_to_end as Callback, null_mut());
        gtk_main();
    }
}
