package dev.penstock.projections;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.TaskRef;
import java.io.IOException;

/**
 * What the bridge has to know of an event, read without building the rest: the bridge passes the bytes on as they are.
 *
 * @param seq 0 for an event of a tenant that the engine does not know
 * @param ended the task that ended by it; empty for none
 */
record EventHead(String tenant, long seq, String ended) {
    static EventHead of(byte[] event) throws MalformedRecordException {
        try {
            CodedInputStream in = CodedInputStream.newInstance(event);
            String tenant = "";
            long seq = 0;
            String task = "";
            boolean ends = false;
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case Event.TENANT_FIELD_NUMBER -> tenant = in.readStringRequireUtf8();
                    case Event.SEQ_FIELD_NUMBER -> seq = in.readInt64();
                    case Event.TASK_FIELD_NUMBER -> task = taskId(in);
                    case Event.SUCCEEDED_FIELD_NUMBER,
                            Event.DEAD_FIELD_NUMBER,
                            Event.CANCELLED_FIELD_NUMBER,
                            Event.EXPIRED_FIELD_NUMBER -> {
                        ends = true;
                        in.skipField(tag);
                    }
                    default -> in.skipField(tag);
                }
            }
            return new EventHead(seq == 0 ? tenant : Texts.tenant(tenant), seq, ends ? task : "");
        } catch (IOException e) {
            throw new MalformedRecordException("Not an Event: " + e.getMessage(), e);
        }
    }

    private static String taskId(CodedInputStream in) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        String id = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == TaskRef.TASK_ID_FIELD_NUMBER) {
                id = in.readStringRequireUtf8();
            } else {
                in.skipField(tag);
            }
        }
        in.popLimit(outer);
        return id;
    }
}
