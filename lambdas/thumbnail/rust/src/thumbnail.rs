//! From a JPEG's bytes to those of its thumbnail.

use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::{DynamicImage, GrayImage, RgbImage, metadata::Orientation};
use jpeg_decoder::{CodingProcess, Decoder, PixelFormat};
use jpeg_encoder::{ChromaSubsamplingMethod, ColorType, Encoder};
use lambda_runtime::Error;

const MAX_SIDE: u32 = 256;
const MAX_PIXELS: u32 = 24_000_000;
const QUALITY: u8 = 80;

/// A decoded picture, perhaps at a part of its size.
pub struct Picture {
    pixels: DynamicImage,
    /// Width and height in decoded pixels; the last of each may be covered in part.
    covered: (f64, f64),
    /// Width and height of the thumbnail, before it is turned upright.
    fitted: (u32, u32),
    orientation: Orientation,
}

/// Decodes a JPEG at an eighth, a quarter or a half of the size if that is still large enough.
/// There is no picture if the JPEG is broken or has too many pixels.
pub fn decode(jpeg: &[u8]) -> Option<Picture> {
    let mut decoder = Decoder::new(jpeg);
    decoder.read_info().ok()?;
    let info = decoder.info()?;
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    if width * height > MAX_PIXELS || info.coding_process == CodingProcess::Lossless {
        return None;
    }
    let part = part(width, height);
    let scaled = decoder.scale(info.width.div_ceil(part), info.height.div_ceil(part));
    let (scaled_width, scaled_height) = scaled.ok()?;
    let bytes = decoder.decode().ok()?;
    let size = (u32::from(scaled_width), u32::from(scaled_height));
    let part = f64::from(part);
    Some(Picture {
        pixels: image(info.pixel_format, size, bytes)?,
        covered: (f64::from(width) / part, f64::from(height) / part),
        fitted: fit(width, height),
        orientation: decoder
            .exif_data()
            .and_then(Orientation::from_exif_chunk)
            .unwrap_or(Orientation::NoTransforms),
    })
}

impl Picture {
    /// The thumbnail as a JPEG.
    ///
    /// # Errors
    /// It can't be resized or encoded.
    pub fn thumbnail(self) -> Result<Vec<u8>, Error> {
        let (width, height) = self.fitted;
        let mut small = DynamicImage::new(width, height, self.pixels.color());
        let bicubic = ResizeOptions::new()
            .resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom))
            .crop(0.0, 0.0, self.covered.0, self.covered.1);
        Resizer::new().resize(&self.pixels, &mut small, &bicubic)?;
        small.apply_orientation(self.orientation);
        encode(&small)
    }
}

fn image(format: PixelFormat, (width, height): (u32, u32), bytes: Vec<u8>) -> Option<DynamicImage> {
    match format {
        PixelFormat::L8 => GrayImage::from_raw(width, height, bytes).map(Into::into),
        PixelFormat::RGB24 => RgbImage::from_raw(width, height, bytes).map(Into::into),
        PixelFormat::CMYK32 => RgbImage::from_raw(width, height, rgb(&bytes)).map(Into::into),
        PixelFormat::L16 => None,
    }
}

/// Red, green and blue of cyan, magenta, yellow and black.
fn rgb(cmyk: &[u8]) -> Vec<u8> {
    let (pixels, _) = cmyk.as_chunks::<4>();
    let light = |ink: u8| 255 - u16::from(ink);
    let mix = |ink, black| u8::try_from(light(ink) * light(black) / 255).unwrap_or(u8::MAX);
    pixels
        .iter()
        .flat_map(|&[cyan, magenta, yellow, black]| [cyan, magenta, yellow].map(|c| mix(c, black)))
        .collect()
}

fn encode(picture: &DynamicImage) -> Result<Vec<u8>, Error> {
    let color = match picture {
        DynamicImage::ImageLuma8(_) => ColorType::Luma,
        _ => ColorType::Rgb,
    };
    let (width, height) = (picture.width().try_into()?, picture.height().try_into()?);
    let mut jpeg = Vec::new();
    let mut encoder = Encoder::new(&mut jpeg, QUALITY);
    encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
    encoder.encode(picture.as_bytes(), width, height, color)?;
    Ok(jpeg)
}

/// The divisor of both sides that leaves each at least twice as long as a thumbnail's.
fn part(width: u32, height: u32) -> u16 {
    let enough = width.min(height) / (2 * MAX_SIDE);
    match enough {
        0 | 1 => 1,
        2 | 3 => 2,
        4..8 => 4,
        _ => 8,
    }
}

/// Width and height of the thumbnail: the aspect ratio that is closest, and never enlarged.
fn fit(width: u32, height: u32) -> (u32, u32) {
    if width.max(height) <= MAX_SIDE {
        return (width, height);
    }
    let aspect = f64::from(width) / f64::from(height);
    let side = f64::from(MAX_SIDE);
    if width > height {
        let error = |height: f64| (aspect - side / height).abs();
        (MAX_SIDE, closest(MAX_SIDE * height, width, error))
    } else {
        let error = |width: f64| (aspect - width / side).abs();
        (closest(MAX_SIDE * width, height, error), MAX_SIDE)
    }
}

/// The quotient, rounded to where the error is smaller, and at least 1.
fn closest(dividend: u32, divisor: u32, error: impl Fn(f64) -> f64) -> u32 {
    let (low, high) = (dividend / divisor, dividend.div_ceil(divisor));
    let is_high = low == 0 || error(f64::from(high)) < error(f64::from(low));
    if is_high { high } else { low }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A JPEG whose left half is dark.
    fn jpeg(width: u16, height: u16) -> Vec<u8> {
        let row = (0..width).map(|x| if x < width / 2 { 20 } else { 220 });
        let pixels: Vec<u8> = (0..height).flat_map(|_| row.clone()).collect();
        let mut jpeg = Vec::new();
        let encoder = Encoder::new(&mut jpeg, 90);
        encoder
            .encode(&pixels, width, height, ColorType::Luma)
            .unwrap();
        jpeg
    }

    fn shrunk(jpeg: &[u8]) -> DynamicImage {
        let small = decode(jpeg).unwrap().thumbnail().unwrap();
        let mut decoder = Decoder::new(&small[..]);
        let pixels = decoder.decode().unwrap();
        let info = decoder.info().unwrap();
        let size = (u32::from(info.width), u32::from(info.height));
        image(info.pixel_format, size, pixels).unwrap()
    }

    #[test]
    fn keeps_the_aspect_ratio_and_never_enlarges() {
        for (size, fitted) in [
            ((1024, 768), (256, 192)),
            ((768, 1024), (192, 256)),
            ((257, 257), (256, 256)),
            ((256, 100), (256, 100)),
            ((1, 1), (1, 1)),
            ((5000, 3), (256, 1)),
            ((3, 5000), (1, 256)),
            // 1.5 is as far from 1 as from 2: the smaller one, in both directions.
            ((6, 1024), (1, 256)),
            ((384, 2), (256, 1)),
        ] {
            assert_eq!(fit(size.0, size.1), fitted, "{size:?}");
        }
    }

    #[test]
    fn shrinks_and_leaves_left_and_right_where_they_were() {
        let small = shrunk(&jpeg(1100, 700)).into_luma8();
        assert_eq!(small.dimensions(), (256, 163));
        assert!(small.get_pixel(60, 80).0[0] < 30);
        assert!(small.get_pixel(200, 80).0[0] > 210);
    }

    #[test]
    fn refuses_what_is_cut_off_at_any_byte() {
        let whole = jpeg(40, 30);
        assert!(decode(&whole).is_some());
        for length in 0..whole.len() {
            assert!(decode(&whole[..length]).is_none(), "{length} bytes");
        }
    }

    #[test]
    fn refuses_too_many_pixels_without_decoding_them() {
        let mut bomb = jpeg(8, 8);
        let frame = bomb.windows(2).position(|two| two == [0xff, 0xc0]).unwrap();
        bomb[frame + 5..frame + 9].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
        assert!(decode(&bomb).is_none());
    }

    #[test]
    fn mixes_ink_to_light() {
        let inks = [0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 255, 0, 255, 0, 51];
        let lights = [255, 255, 255, 0, 255, 255, 0, 0, 0, 204, 0, 204];
        assert_eq!(rgb(&inks), lights);
    }
}
