//! UTF-8.

/// Bytes as text; the error is the length of the valid part.
pub(crate) fn utf8(bytes: &[u8]) -> Result<&str, usize> {
    if cfg!(feature = "fast") {
        return core::str::from_utf8(bytes).map_err(|error| error.valid_up_to());
    }
    // Half the code size.
    match bytes.utf8_chunks().next() {
        Some(chunk) if chunk.invalid().is_empty() => Ok(chunk.valid()),
        Some(chunk) => Err(chunk.valid().len()),
        None => Ok(""),
    }
}
