//! UTF-8.

/// Bytes as text; the error is where they cease to be UTF-8.
pub(crate) fn utf8(bytes: &[u8]) -> Result<&str, usize> {
    if cfg!(feature = "fast") {
        return core::str::from_utf8(bytes).map_err(|error| error.valid_up_to());
    }
    // Half as large as the other.
    match bytes.utf8_chunks().next() {
        Some(chunk) if chunk.invalid().is_empty() => Ok(chunk.valid()),
        Some(chunk) => Err(chunk.valid().len()),
        None => Ok(""),
    }
}
