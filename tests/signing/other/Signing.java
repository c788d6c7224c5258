// Signs as programs of other makers do: iText 5 and PDFBox 2, of which many are made.

import com.itextpdf.text.Rectangle;
import com.itextpdf.text.pdf.AcroFields;
import com.itextpdf.text.pdf.PdfReader;
import com.itextpdf.text.pdf.PdfSignatureAppearance;
import com.itextpdf.text.pdf.PdfStamper;
import com.itextpdf.text.pdf.security.BouncyCastleDigest;
import com.itextpdf.text.pdf.security.CrlClientOnline;
import com.itextpdf.text.pdf.security.LtvTimestamp;
import com.itextpdf.text.pdf.security.LtvVerification;
import com.itextpdf.text.pdf.security.MakeSignature;
import com.itextpdf.text.pdf.security.OCSPVerifier;
import com.itextpdf.text.pdf.security.OcspClientBouncyCastle;
import com.itextpdf.text.pdf.security.PrivateKeySignature;
import com.itextpdf.text.pdf.security.TSAClient;
import com.itextpdf.text.pdf.security.TSAClientBouncyCastle;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Calendar;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

public final class Signing {
    private static PrivateKey key;
    private static Certificate[] chain;

    /** For each act five arguments: what, from which file into which, PKCS #12, its PIN; then the TSA. */
    public static void main(String[] said) throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        for (int first = 0; first + 5 < said.length; first += 5) {
            String[] act = Arrays.copyOfRange(said, first, first + 6);
            act[5] = said[said.length - 1];
            perform(act);
        }
    }

    private static void perform(String[] said) throws Exception {
        open(said[3], said[4]);
        TSAClient stamps = new TSAClientBouncyCastle(said[5], null, null, 8192, "SHA-256");
        switch (said[0]) {
            case "itext": sign(said, stamps, PdfSignatureAppearance.NOT_CERTIFIED, true); break;
            case "itext-cms": sign(said, null, PdfSignatureAppearance.NOT_CERTIFIED, false); break;
            case "itext-form":
                sign(said, stamps, PdfSignatureAppearance.CERTIFIED_FORM_FILLING, true); break;
            case "itext-final":
                sign(said, stamps, PdfSignatureAppearance.CERTIFIED_NO_CHANGES_ALLOWED, true); break;
            case "itext-evidence": evidence(said); break;
            case "itext-stamp": stamp(said, stamps); break;
            case "pdfbox": pdfbox(said); break;
            default: throw new IllegalArgumentException(said[0]);
        }
    }

    private static void open(String file, String pin) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = new FileInputStream(file)) {
            store.load(in, pin.toCharArray());
        }
        String alias = store.aliases().nextElement();
        key = (PrivateKey) store.getKey(alias, pin.toCharArray());
        chain = store.getCertificateChain(alias);
    }

    private static PdfStamper appending(String[] said, boolean signing) throws Exception {
        PdfReader reader = new PdfReader(said[1]);
        FileOutputStream out = new FileOutputStream(said[2]);
        return signing
            ? PdfStamper.createSignature(reader, out, '\0', null, true)
            : new PdfStamper(reader, out, '\0', true);
    }

    private static void sign(String[] said, TSAClient stamps, int grants, boolean cades)
            throws Exception {
        PdfSignatureAppearance look = appending(said, true).getSignatureAppearance();
        int before = new PdfReader(said[1]).getAcroFields().getSignatureNames().size();
        int left = 10 + 60 * before;
        look.setVisibleSignature(new Rectangle(left, 5, left + 50, 25), 1, "Signer" + before);
        look.setCertificationLevel(grants);
        MakeSignature.signDetached(
            look, new BouncyCastleDigest(), new PrivateKeySignature(key, "SHA-256", "BC"), chain,
            null, null, stamps, 0,
            cades ? MakeSignature.CryptoStandard.CADES : MakeSignature.CryptoStandard.CMS);
    }

    private static void evidence(String[] said) throws Exception {
        PdfStamper stamper = appending(said, false);
        LtvVerification kept = stamper.getLtvVerification();
        AcroFields fields = stamper.getAcroFields();
        for (String name : fields.getSignatureNames()) {
            boolean found = kept.addVerification(
                name, new OcspClientBouncyCastle((OCSPVerifier) null), new CrlClientOnline(),
                LtvVerification.CertificateOption.WHOLE_CHAIN, LtvVerification.Level.OCSP_CRL,
                LtvVerification.CertificateInclusion.YES);
            if (!found) {
                throw new IOException("no evidence for " + name);
            }
        }
        stamper.close();
    }

    private static void stamp(String[] said, TSAClient stamps) throws Exception {
        LtvTimestamp.timestamp(appending(said, true).getSignatureAppearance(), stamps, null);
    }

    private static void pdfbox(String[] said) throws Exception {
        try (PDDocument document = PDDocument.load(new File(said[1]));
                FileOutputStream out = new FileOutputStream(said[2])) {
            PDSignature signature = new PDSignature();
            signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
            signature.setSubFilter(PDSignature.SUBFILTER_ADBE_PKCS7_DETACHED);
            signature.setSignDate(Calendar.getInstance());
            document.addSignature(signature, Signing::cms);
            document.saveIncremental(out);
        }
    }

    private static byte[] cms(InputStream content) throws IOException {
        try {
            CMSSignedDataGenerator made = new CMSSignedDataGenerator();
            made.addSignerInfoGenerator(
                new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
                    .build(new JcaContentSignerBuilder(
                        key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA")
                        .build(key), (X509Certificate) chain[0]));
            made.addCertificates(new JcaCertStore(Arrays.asList(chain)));
            return made.generate(new CMSProcessableByteArray(IOUtils.toByteArray(content)), false)
                .getEncoded();
        } catch (Exception trouble) {
            throw new IOException(trouble);
        }
    }
}
