package dev.penstock.projections;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.penstock.schemas.v1.Event;
import java.io.IOException;

/**
 * Tenant and sequence number of an event, read without building the rest: the bridge passes the bytes on as they are.
 *
 * @param seq 0 for an event of a tenant that the engine does not know
 */
record EventHead(String tenant, long seq) {
    static EventHead of(byte[] event) throws MalformedRecordException {
        try {
            CodedInputStream in = CodedInputStream.newInstance(event);
            String tenant = "";
            long seq = 0;
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case Event.TENANT_FIELD_NUMBER -> tenant = in.readStringRequireUtf8();
                    case Event.SEQ_FIELD_NUMBER -> seq = in.readInt64();
                    default -> in.skipField(tag);
                }
            }
            return new EventHead(seq == 0 ? tenant : Texts.tenant(tenant), seq);
        } catch (IOException e) {
            throw new MalformedRecordException("Not an Event: " + e.getMessage(), e);
        }
    }
}
